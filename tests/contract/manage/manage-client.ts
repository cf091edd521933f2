import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { z } from 'zod'
import { systemActor } from '#lib/portal/acting/actor'
import { handleManagementRequest, managementRoot } from '#lib/portal/management-api/handle-request'
import { matchRoute } from '#lib/portal/management-api/match-route'
import { teamOut } from '#lib/portal/management-api/wire/team-wire'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { parseId } from '#lib/shared/ids'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

/** An answer as a caller gets it. */
export class Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown

  constructor(status: number, headers: Headers, body: unknown) {
    this.status = status
    this.headers = headers
    this.body = body
  }

  /** The body, read by its documented shape. */
  as<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
    return schema.parse(this.body)
  }

  /** The id of what was made or read. */
  get id(): string {
    const id = typeof this.body === 'object' && this.body !== null && 'id' in this.body ? this.body.id : null
    if (typeof id !== 'string') throw new Error(`no id in ${JSON.stringify(this.body)}`)
    return id
  }

  /** `404 not_found`: what a refusal says, in one word each. */
  get refusal(): string {
    const { body } = this
    const error = typeof body === 'object' && body !== null && 'error' in body ? (body.error as { code: string }) : { code: 'none' }
    return `${this.status} ${error.code}`
  }

  /** What a refusal tells of single fields. */
  get details(): Record<string, unknown> {
    return (this.body as { error: { details: Record<string, unknown> } }).error.details
  }
}

export interface CallOptions {
  /** The operator's when left out; null sends none. */
  key?: string | null
  headers?: Record<string, string>
  /** Sent as it is, instead of JSON. */
  raw?: string | Uint8Array<ArrayBuffer>
}

export interface Manage {
  database: TestDatabase
  operatorKey: string
  call: (method: string, path: string, body?: unknown, options?: CallOptions) => Promise<Answer>
  /** A team with a management key of its own. */
  team: (name?: string) => Promise<{ id: string; key: string }>
  close: () => Promise<void>
}

/** The management API over a database of its own, as a caller meets it. */
export async function startManage(): Promise<Manage> {
  process.env.TOLLGATE_MASTER_KEYS = `1:${randomBytes(32).toString('base64')}`
  process.env.TOLLGATE_ALLOW_PRIVATE_UPSTREAMS = '1'
  const database = await createTestDatabase()
  const { secret: operatorKey } = await createManagementKey(systemActor, { teamId: null, name: 'operator' })
  const call: Manage['call'] = (method, path, body, options = {}) => send(operatorKey, method, path, body, options)
  const team: Manage['team'] = async (name = 'Team') => {
    const made = (await call('POST', '/teams', { name })).as(teamOut)
    const { secret } = await createManagementKey(systemActor, { teamId: parseId('team', made.id), name: 'team key' })
    return { id: made.id, key: secret }
  }
  return { database, operatorKey, call, team, close: () => database.drop() }
}

async function send(operatorKey: string, method: string, path: string, body: unknown, options: CallOptions): Promise<Answer> {
  const key = options.key === undefined ? operatorKey : options.key
  const authorization: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` }
  const headers = { 'content-type': 'application/json', ...authorization, ...options.headers }
  const sent = options.raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await handleManagementRequest(new Request(`http://localhost${managementRoot}${path}`, { method, headers, body: sent }))
  const text = await response.text()
  const answer = new Answer(response.status, response.headers, text === '' ? undefined : JSON.parse(text))
  expectContract(method, path.split('?')[0] ?? '', answer)
  return answer
}

/** Every answer of every test: a request id, and a body that is exactly what the documentation says. */
function expectContract(method: string, path: string, { status, headers, body }: Answer): void {
  const requestId = headers.get('x-request-id')
  expect(requestId).toMatch(/^req_[0-9a-z]{26}$/)
  if (status >= 400) {
    const error = { code: expect.any(String), message: expect.any(String), request_id: requestId, details: expect.any(Object) }
    expect(body).toEqual({ error })
    return
  }
  const match = matchRoute(method, path)
  if (match.kind !== 'route') return
  expect(match.route.statuses).toContain(status)
  if (match.route.answer === null) expect(body).toBeUndefined()
  else expect(match.route.answer.parse(body)).toEqual(body)
}
