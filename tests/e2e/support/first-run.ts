import { readFileSync } from 'node:fs'
import type { FirstRun } from '#dev/welcome'

/** Where the stack under test wrote what scripts need. */
export function firstRunPath(): string {
  const path = process.env.E2E_FIRST_RUN
  if (!path) throw new Error('E2E_FIRST_RUN is not set: the global setup has not run')
  return path
}

/** What the first start of this stack wrote for scripts. */
export function firstRun(): FirstRun {
  return JSON.parse(readFileSync(firstRunPath(), 'utf8')) as FirstRun
}
