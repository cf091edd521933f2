import 'server-only'
import { after } from 'next/server'

/** Longer than the auth server takes for the slower of two cases: hashing a password, writing a mail. */
const evenMs = 1_200

/** Waits until an answer begun at `startedMs` takes as long as any other, so that its time tells nothing. */
export async function waitUntilEven(startedMs: number): Promise<void> {
  const leftMs = startedMs + evenMs - Date.now()
  if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs))
}

/**
 * Runs work whose length must not be seen: the answer comes after the same time, with the outcome if it is there by then,
 * and the work goes on behind it if not.
 */
export async function runUnseen<Outcome>(work: Promise<Outcome>): Promise<Outcome | null> {
  const settled = work.catch(() => null)
  await waitUntilEven(Date.now())
  after(() => settled)
  return Promise.race([settled, Promise.resolve(null)])
}
