import type { APIResponse, Page, Request } from '@playwright/test'

/** Does something on a page and answers the server action that went out for it. */
export async function captureAction(page: Page, act: () => Promise<unknown>): Promise<Request> {
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.method() === 'POST' && sent.headers()['next-action'] !== undefined),
    act(),
  ])
  await request.response()
  return request
}

/** Sends a captured action again, from another page's session or with other headers. */
export function replayAction(page: Page, captured: Request, headers?: Record<string, string>): Promise<APIResponse> {
  const { 'content-type': type = '', 'next-action': action = '', accept = '', 'next-router-state-tree': tree } = captured.headers()
  return page.request.post(captured.url(), {
    headers: { 'content-type': type, 'next-action': action, accept, ...(tree ? { 'next-router-state-tree': tree } : {}), ...headers },
    data: captured.postDataBuffer() ?? Buffer.alloc(0),
  })
}
