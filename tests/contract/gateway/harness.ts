import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from '../../../app/api/v1/[...path]/route'
import { serveThroughNode } from '#lib/gateway/doors/node-door'
import { finishWork } from '#lib/gateway/doors/work'
import { drainSettling } from '#lib/gateway/in-flight'
import { readBalance } from '#lib/ledger/read-balance'
import { mintApiKey } from '#lib/shared/api-key-format'
import { hashSecret, sealSecret } from '#lib/shared/crypto'
import { asPortal } from '#lib/shared/database/as-role'
import { newId, parseId } from '#lib/shared/ids'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'
import { expectBooksToBalance, makeTeam, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

export interface Gateway {
  /** Origin of the door under test. */
  origin: string
  close(): Promise<void>
}

export interface Customer extends TestTeam {
  secret: string
}

/** The two ways a request enters: the node front that `server.ts` uses, and the route module a serverless host calls. */
export const doors = [
  { name: 'node front', serve: serveThroughNode },
  { name: 'route module', serve: serveThroughRouteModule },
] as const

export async function openDatabase(): Promise<TestDatabase> {
  process.env.TOLLGATE_MASTER_KEYS ??= `1:${randomBytes(32).toString('base64')}`
  process.env.TOLLGATE_ALLOW_PRIVATE_UPSTREAMS = '1'
  process.env.TOLLGATE_MAX_BODY_BYTES = String(1024 * 1024)
  process.env.VERCEL = '1'
  return createTestDatabase()
}

export async function openGateway(serve: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>): Promise<Gateway> {
  const server: Server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 2_048 }, resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await finishWork()
    },
  }
}

const routeModule = { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT }

/** What a serverless host does: a web request in, a web response out, the abort signal fired when the client goes. */
async function serveThroughRouteModule(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController()
  outgoing.on('close', () => outgoing.writableFinished || gone.abort())
  const method = (incoming.method ?? 'GET') as keyof typeof routeModule
  const hasBody = method === 'POST'
  // The host overwrites what a caller may have sent under its own header.
  const withAddress = { ...incoming.headers, 'x-real-ip': incoming.socket.remoteAddress }
  const headers = Object.entries(withAddress).map(([name, value]) => [name, String(value)] as [string, string])
  const init = {
    method,
    headers,
    signal: gone.signal,
    ...(hasBody && { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' }),
  }
  const response = await routeModule[method](new Request(`http://localhost${incoming.url}`, init))
  // A host ends the connection of a body that was not read.
  if (!incoming.complete) outgoing.setHeader('connection', 'close')
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  const reader = response.body?.getReader()
  gone.signal.addEventListener('abort', () => void reader?.cancel().catch(() => undefined))
  while (reader && !gone.signal.aborted) {
    const { done, value } = await reader.read()
    if (done) break
    outgoing.write(value)
  }
  outgoing.end()
}

/** A team with credit and a key whose secret is known. */
export async function makeCustomer(creditNanos = 1_000_000_000n): Promise<Customer> {
  const team = await makeTeam(creditNanos)
  const { secret } = mintApiKey('inference')
  await asPortal((tx) =>
    sql`insert into core.api_key_secrets (id, key_id, secret_hash) values (${newId()}, ${team.keyId}, ${hashSecret(secret)})`.execute(tx),
  )
  return { ...team, secret }
}

export interface ModelOptions {
  inputNanosPerMillion?: bigint
  outputNanosPerMillion?: bigint
  requestNanos?: bigint
  contextLength?: number | null
  maxOutputTokens?: number | null
}

/** A model that customers of the default group can buy; 1 and 2 USD per million tokens unless said otherwise. */
export async function makeModel(options: ModelOptions = {}, name = `vendor/model-${randomBytes(4).toString('hex')}`): Promise<string> {
  const {
    inputNanosPerMillion = 1_000_000_000n,
    outputNanosPerMillion = 2_000_000_000n,
    requestNanos = 0n,
    contextLength = 8192,
    maxOutputTokens = 1024,
  } = options
  await asPortal(async (tx) => {
    await sql`insert into core.models (name, context_length, max_output_tokens) values (${name}, ${contextLength}, ${maxOutputTokens})`.execute(
      tx,
    )
  })
  await setPrice(name, { inputNanosPerMillion, outputNanosPerMillion, requestNanos })
  return name
}

export async function setPrice(
  model: string,
  price: { inputNanosPerMillion: bigint; outputNanosPerMillion: bigint; requestNanos?: bigint },
): Promise<void> {
  await asPortal((tx) =>
    sql`insert into core.price_versions (id, kind, model, customer_group, input_nanos_per_million, output_nanos_per_million, request_nanos)
      values (${newId()}, 'sell', ${model}, 'default', ${price.inputNanosPerMillion.toString()}, ${price.outputNanosPerMillion.toString()}, ${(price.requestNanos ?? 0n).toString()})`.execute(
      tx,
    ),
  )
}

export interface ChannelOptions {
  baseUrl: string
  model: string
  upstreamModel?: string | null
  provider?: 'openai' | 'openai-compatible'
  priority?: number
  weight?: number
  drains?: boolean
  credentials?: readonly string[]
}

/** An enabled channel for one model; answers its id. */
export async function makeChannel(options: ChannelOptions): Promise<string> {
  const {
    baseUrl,
    model,
    upstreamModel = null,
    provider = 'openai-compatible',
    priority = 0,
    weight = 1,
    drains = false,
    credentials = ['sk-upstream-credential'],
  } = options
  const id = newId()
  await asPortal(async (tx) => {
    await sql`insert into core.channels (id, name, provider, base_url, priority, weight, drain_on_disconnect) values (${id}, 'channel', ${provider}, ${baseUrl}, ${priority}, ${weight}, ${drains})`.execute(
      tx,
    )
    for (const credential of credentials) {
      const credentialId = newId()
      const sealed = sealSecret(credential, credentialId)
      await sql`insert into core.channel_credentials (id, channel_id, key_version, wrapped_key, ciphertext, fingerprint)
        values (${credentialId}, ${id}, ${sealed.keyVersion}, ${sealed.wrappedKey}, ${sealed.ciphertext}, 'test')`.execute(tx)
    }
    await sql`insert into core.channel_models (channel_id, model, upstream_model) values (${id}, ${model}, ${upstreamModel})`.execute(tx)
  })
  return id
}

/** Replaces the policies of a customer's team or key, as documents of the wire. */
export async function setPolicies(customer: TestTeam, { team, key }: { team?: PolicyDocument; key?: PolicyDocument }): Promise<void> {
  await asPortal(async (tx) => {
    if (team) await sql`update core.teams set policy = ${JSON.stringify(team)} where id = ${customer.teamId}`.execute(tx)
    if (key) await sql`update core.api_keys set policy = ${JSON.stringify(key)} where id = ${customer.keyId}`.execute(tx)
  })
}

export async function changeKey(
  customer: Customer,
  change: { status?: 'active' | 'disabled' | 'deleted'; expiresAt?: Date },
): Promise<void> {
  await asPortal(async (tx) => {
    if (change.status) await sql`update core.api_keys set status = ${change.status} where id = ${customer.keyId}`.execute(tx)
    if (change.expiresAt) await sql`update core.api_keys set expires_at = ${change.expiresAt} where id = ${customer.keyId}`.execute(tx)
  })
}

export async function disableTeam(team: TestTeam): Promise<void> {
  await asPortal((tx) => sql`update core.teams set status = 'disabled' where id = ${team.teamId}`.execute(tx))
}

export function postChat(origin: string, customer: Pick<Customer, 'secret'>, body: unknown, init: RequestInit = {}): Promise<Response> {
  return fetch(`${origin}/api/v1/chat/completions`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
    headers: {
      authorization: `Bearer ${customer.secret}`,
      'content-type': 'application/json',
      ...(init.headers as Record<string, string>),
    },
  })
}

export interface SettledRow {
  id: string
  model: string
  status: string
  http_status: number | null
  error_code: string | null
  finish_reason: string | null
  estimated: boolean
  streamed: boolean
  input_tokens: bigint
  output_tokens: bigint
  charge_nanos: bigint
  overrun_nanos: bigint
  channel_id: string | null
  ttft_ms: number | null
  latency_ms: number
  key_us: number
  receive_us: number
  policy_us: number
  limits_us: number | null
  admission_us: number
  client: string | null
  end_user: string | null
  tags: string[] | null
  metadata: Record<string, string> | null
  address: string | null
  attempts: { channel_id: string; status: number | null; failure: string | null; start_us: number; duration_us: number }[]
}

/** The request rows of a team, oldest first, once nothing is under way any more. */
export async function settledRows(team: TestTeam, expected: number): Promise<SettledRow[]> {
  for (let round = 0; ; round++) {
    await drainSettling()
    const { rows } = await asPortal((tx) =>
      sql<SettledRow>`select * from usage.requests where team_id = ${team.teamId} order by id`.execute(tx),
    )
    if (rows.length >= expected || round > 200) return rows
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** The one request row of an answer. */
export async function rowOf(team: TestTeam, response: Response): Promise<SettledRow | undefined> {
  const id = parseId('req', response.headers.get('x-request-id') ?? '')
  return (await settledRows(team, 1)).find((row) => row.id === id)
}

/**
 * Nothing is held, credit fell by exactly what the rows say, and the books agree with themselves. Requests whose clients
 * left may still be on their way when the last answer is read, so this may take a moment to become true.
 */
export async function expectExactBooks(team: TestTeam, grantedNanos: bigint): Promise<bigint> {
  for (const until = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const rows = await settledRows(team, 0)
    const charged = rows.reduce((sum, row) => sum + row.charge_nanos, 0n)
    const balance = await asPortal((tx) => readBalance(tx, team.teamId))
    const isExact = balance?.heldNanos === 0n && balance.creditNanos === grantedNanos - charged
    if (!isExact && Date.now() < until) continue
    expect(balance).toMatchObject({ heldNanos: 0n, creditNanos: grantedNanos - charged })
    await expectBooksToBalance()
    return charged
  }
}
