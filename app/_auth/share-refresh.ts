import { processState } from '#lib/shared/process-state'

/** As long as the auth server itself answers a used refresh token with its successor. */
const sharedMs = 10_000
const maxShared = 1_000

interface Shared {
  answer: Promise<Response>
  untilMs: number
}

/**
 * Calls the auth server, and renews each session once: a page's requests bring the same token together, and an auth server that
 * sees it used too often ends the session. An answer is kept for those that come late; an outage is not.
 */
export async function shareRefresh(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const { href, searchParams } = new URL(input instanceof Request ? input.url : input)
  if (searchParams.get('grant_type') !== 'refresh_token' || typeof init?.body !== 'string') return fetch(input, init)
  const shared = processState('auth-refresh', () => new Map<string, Shared>())
  const nowMs = Date.now()
  for (const [key, { untilMs }] of shared) if (untilMs <= nowMs || shared.size >= maxShared) shared.delete(key)
  const key = `${href} ${init.body}`
  const known = shared.get(key)
  const answer = known?.answer ?? fetch(input, init)
  if (!known) {
    shared.set(key, { answer, untilMs: nowMs + sharedMs })
    const forget = () => shared.delete(key)
    answer.then((response) => response.status >= 500 && forget(), forget)
  }
  return (await answer).clone()
}
