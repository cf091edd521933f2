import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { handleManagementRequest, managementRoot } from '#lib/portal/management-api/handle-request'
import { matchRoute } from '#lib/portal/management-api/match-route'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what these tests find out
  body: any
}

export interface CallOptions {
  key?: string | null
  headers?: Record<string, string>
  /** Sent as it is, instead of JSON. */
  raw?: BodyInit
}

export interface Manage {
  database: TestDatabase
  operatorKey: string
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>
  /** A team with a management key of its own. */
  team(name?: string): Promise<{ id: string; key: string }>
  close(): Promise<void>
}

/** The management API over a database of its own, as a caller meets it. */
export async function startManage(): Promise<Manage> {
  process.env.TOLLGATE_MASTER_KEYS = `1:${randomBytes(32).toString('base64')}`
  process.env.TOLLGATE_EMBEDDED = '1'
  const database = await createTestDatabase()
  const { secret: operatorKey } = await createManagementKey(systemActor, { teamId: null, name: 'operator' })
  const call: Manage['call'] = (method, path, body, options = {}) => send(operatorKey, method, path, body, options)
  return {
    database,
    operatorKey,
    call,
    team: async (name = 'Team') => {
      const { body } = await call('POST', '/teams', { name })
      const { parseId } = await import('#lib/shared/ids')
      const { secret } = await createManagementKey(systemActor, { teamId: parseId('team', body.id), name: 'team key' })
      return { id: body.id, key: secret }
    },
    close: () => database.drop(),
  }
}

async function send(operatorKey: string, method: string, path: string, body: unknown, options: CallOptions): Promise<Answer> {
  const key = options.key === undefined ? operatorKey : options.key
  const headers = new Headers({ ...(key === null ? {} : { authorization: `Bearer ${key}` }), 'content-type': 'application/json', ...options.headers })
  const sent = options.raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const request = new Request(`http://localhost${managementRoot}${path}`, { method, headers, body: sent })
  const response = await handleManagementRequest(request)
  const text = await response.text()
  const answer = { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  expectContract(method, path.split('?')[0] ?? '', answer)
  return answer
}

/** Every answer of every test: a request id, and a body that is exactly what the documentation says. */
function expectContract(method: string, path: string, { status, headers, body }: Answer): void {
  const requestId = headers.get('x-request-id')
  expect(requestId).toMatch(/^req_[0-9a-z]{26}$/)
  if (status >= 400) {
    expect(body).toEqual({
      error: { code: expect.any(String), message: expect.any(String), request_id: requestId, details: expect.any(Object) },
    })
    return
  }
  const match = matchRoute(method, path)
  if (match.kind !== 'route') return
  expect(match.route.statuses).toContain(status)
  if (match.route.answer === null) expect(body).toBeUndefined()
  else expect(match.route.answer.parse(body)).toEqual(body)
}
