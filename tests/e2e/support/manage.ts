import { randomUUID } from 'node:crypto'
import { firstRun } from '#tests/e2e/support/first-run'

/** One call of the management API as the operator: for what a test needs to be there and is not about. */
export async function manage<Answer = unknown>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<Answer> {
  const { base_url: base, management_key: key } = firstRun()
  const headers: Record<string, string> = { authorization: `Bearer ${key}` }
  if (method === 'POST') headers['idempotency-key'] = randomUUID()
  const sent = body === undefined ? {} : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(`${base}/api/manage/v1${path}`, { method, headers, ...sent })
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Answer
}
