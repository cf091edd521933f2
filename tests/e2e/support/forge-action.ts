import type { APIResponse, Page, Request } from '@playwright/test'

/** The shown ids that an act may name, by their prefix. */
export type ForgedIds = Record<'team' | 'key' | 'mkey', string>

interface Forgery {
  /** What is named instead. */
  ids?: ForgedIds
  headers?: Record<string, string>
}

const shownId = /\b(team|key|mkey)_[0-9a-z]{26}\b/g

/** Does something on a page and answers the server action that went out for it. */
export async function captureAction(page: Page, act: () => Promise<unknown>): Promise<Request> {
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.method() === 'POST' && sent.headers()['next-action'] !== undefined),
    act(),
  ])
  await request.response()
  return request
}

/** Sends a captured action again: from another page's session, naming somebody else's things, or with other headers. */
export function replayAction(page: Page, captured: Request, { ids, headers }: Forgery = {}): Promise<APIResponse> {
  // Read byte for byte: the parts of the body are as long as before, as ids are.
  const body = captured.postDataBuffer()?.toString('latin1') ?? ''
  if (ids && body.search(shownId) < 0) throw new Error(`the action names nothing: ${body.slice(0, 200)}`)
  const sent = ids ? body.replace(shownId, (_, kind: keyof ForgedIds) => ids[kind]) : body
  const { 'content-type': type = '', 'next-action': action = '', accept = '', 'next-router-state-tree': tree } = captured.headers()
  return page.request.post(captured.url(), {
    headers: { 'content-type': type, 'next-action': action, accept, ...(tree ? { 'next-router-state-tree': tree } : {}), ...headers },
    data: Buffer.from(sent, 'latin1'),
  })
}
