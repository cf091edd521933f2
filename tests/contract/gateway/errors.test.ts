import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveThroughNode } from '#lib/gateway/doors/node-door'
import { mintApiKey } from '#lib/shared/api-key-format'
import { env } from '#lib/shared/env'
import {
  changeKey,
  disableTeam,
  type Customer,
  doors,
  expectExactBooks,
  type Gateway,
  makeChannel,
  makeCustomer,
  makeModel,
  openDatabase,
  openGateway,
  postChat,
  setPrice,
} from '#tests/contract/gateway/harness'
import { type ScriptedUpstream, startUpstream } from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let upstream: ScriptedUpstream
beforeAll(async () => {
  database = await openDatabase()
  upstream = await startUpstream()
})
afterAll(async () => {
  await upstream.close()
  await database.drop()
})

const messages = [{ role: 'user', content: 'hi' }]

async function expectError(response: Response, status: number, code: string, param: string | null = null): Promise<void> {
  const { error } = (await response.json()) as { error: Record<string, unknown> }
  expect({ status: response.status, code: error.code, param: error.param }).toEqual({ status, code, param })
  expect(typeof error.message).toBe('string')
  expect(typeof error.type).toBe('string')
  expect(error.request_id).toBe(response.headers.get('x-request-id'))
  expect(response.headers.get('x-request-id')).toMatch(/^req_/)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('content-type')).toBe('application/json')
}

describe.each(doors)('refusals at the $name', ({ name, serve }) => {
  let gateway: Gateway
  let customer: Customer
  let model: string
  beforeAll(async () => {
    gateway = await openGateway(serve)
    customer = await makeCustomer()
    model = await makeModel()
    await makeChannel({ baseUrl: upstream.baseUrl, model })
  })
  afterAll(() => gateway.close())

  it.each([
    ['{"model": "m", ', 'invalid_json', null],
    ['', 'invalid_json', null],
    ['"text"', 'invalid_request', null],
    ['{"messages":[]}', 'missing_model', 'model'],
    ['{"model":"","messages":[{}]}', 'missing_model', 'model'],
    ['{"model":5,"messages":[{}]}', 'invalid_request', 'model'],
    ['{"model":"m"}', 'invalid_request', 'messages'],
    ['{"model":"m","messages":{}}', 'invalid_request', 'messages'],
    ['{"model":"m","messages":[{}],"stream":1}', 'invalid_request', 'stream'],
    ['{"model":"m","messages":[{}],"n":"3"}', 'invalid_request', 'n'],
    ['{"model":"m","messages":[{}],"max_tokens":0}', 'invalid_request', 'max_tokens'],
    ['{"model":"m","messages":[{}],"stream_options":[]}', 'invalid_request', 'stream_options'],
    ['{"model":"m","messages":[{}],"mod\\u0065l":"x"}', 'duplicate_field', 'model'],
    ['{"model":"m","messages":[{}],"service_tier":"flex"}', 'unsupported_parameter', 'service_tier'],
  ])('answers 400 to %s', async (body, code, param) => {
    await expectError(await postChat(gateway.origin, customer, body), 400, code, param)
  })

  it('answers 404 to a model that does not exist, has no price, or has no channel', async () => {
    await expectError(await postChat(gateway.origin, customer, { model: 'no-such-model', messages }), 404, 'model_not_found', 'model')
    const unserved = await makeModel()
    await expectError(await postChat(gateway.origin, customer, { model: unserved, messages }), 503, 'no_channel')
  })

  it('sells a model from the moment it is there, and takes a new price at once', async () => {
    const fresh = await makeModel()
    await makeChannel({ baseUrl: upstream.baseUrl, model: fresh })
    const buyer = await makeCustomer()
    expect((await postChat(gateway.origin, buyer, { model: fresh, messages })).headers.get('x-tollgate-cost-usd')).toBe('0.000020000')
    await setPrice(fresh, { inputNanosPerMillion: 5_000_000_000n, outputNanosPerMillion: 0n })
    expect((await postChat(gateway.origin, buyer, { model: fresh, messages })).headers.get('x-tollgate-cost-usd')).toBe('0.000050000')
    await expectExactBooks(buyer, 1_000_000_000n)
  })

  it('answers 401 without a key, with a mistyped one and with an unknown one', async () => {
    const none = await fetch(`${gateway.origin}/api/v1/chat/completions`, { method: 'POST', body: '{}' })
    expect(none.headers.get('www-authenticate')).toBe('Bearer')
    await expectError(none, 401, 'missing_api_key')
    const mistyped = customer.secret.slice(0, -1) + (customer.secret.endsWith('a') ? 'b' : 'a')
    for (const secret of [mistyped, 'sk-something', mintApiKey('inference').secret, mintApiKey('management').secret]) {
      await expectError(await postChat(gateway.origin, { secret }, { model, messages }), 401, 'invalid_api_key')
    }
    const managing = await postChat(gateway.origin, mintApiKey('management'), { model, messages })
    expect(await managing.text()).toContain('This is a management key')
  })

  it('refuses a disabled, deleted or expired key at the very next request', async () => {
    for (const [change, code] of [
      [{ status: 'disabled' }, 'key_disabled'],
      [{ status: 'deleted' }, 'invalid_api_key'],
      [{ expiresAt: new Date(Date.now() - 1000) }, 'key_expired'],
    ] as const) {
      const doomed = await makeCustomer()
      expect((await postChat(gateway.origin, doomed, { model, messages })).status).toBe(200)
      const list = () => fetch(`${gateway.origin}/api/v1/models`, { headers: { authorization: `Bearer ${doomed.secret}` } })
      const chat = () => postChat(gateway.origin, doomed, { model, messages })
      for (const first of [list, chat]) {
        await changeKey(doomed, { status: 'active' })
        if (code === 'key_expired') await changeKey(doomed, { expiresAt: new Date(Date.now() + 60_000) })
        await list()
        await changeKey(doomed, change)
        await expectError(await first(), 401, code)
      }
    }
  })

  it('refuses the keys of a team that was switched off', async () => {
    const doomed = await makeCustomer()
    expect((await postChat(gateway.origin, doomed, { model, messages })).status).toBe(200)
    await disableTeam(doomed)
    await expectError(await postChat(gateway.origin, doomed, { model, messages }), 403, 'team_disabled')
  })

  it('answers 402 without credit', async () => {
    await expectError(await postChat(gateway.origin, await makeCustomer(0n), { model, messages }), 402, 'insufficient_credit')
  })

  it('answers 404 to an unknown path and 405, with Allow, to a wrong method', async () => {
    const unknown = await fetch(`${gateway.origin}/api/v1/nothing`)
    expect(await unknown.clone().text()).toContain(`${env().publicUrl}/api/v1`)
    await expectError(unknown, 404, 'unknown_path')
    for (const path of ['/api/v1/responses', '/v1/responses/resp_1', '/api/v1/messages?beta=true']) {
      const waiting = await fetch(`${gateway.origin}${path}`, { method: 'POST', body: '{}' })
      expect(await waiting.clone().text()).toContain(`${env().publicUrl}/api/v1/chat/completions`)
      await expectError(waiting, 404, 'endpoint_not_offered')
    }
    const wrong = await fetch(`${gateway.origin}/api/v1/chat/completions`, { headers: { authorization: `Bearer ${customer.secret}` } })
    expect(wrong.headers.get('allow')).toBe('POST, OPTIONS')
    await expectError(wrong, 405, 'method_not_allowed')
    const models = await fetch(`${gateway.origin}/api/v1/models`, { method: 'DELETE' })
    expect(models.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
    await expectError(models, 405, 'method_not_allowed')
  })

  it('answers a preflight from any origin, without credentials', async () => {
    const response = await fetch(`${gateway.origin}/api/v1/chat/completions`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,x-stainless-os',
      },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization,x-stainless-os')
    expect(response.headers.get('access-control-allow-methods')).toBe('POST, OPTIONS')
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
    expect(response.headers.get('x-request-id')).toMatch(/^req_/)
  })

  it('answers 413 without reading the rest', async () => {
    const announced = await postChat(gateway.origin, customer, 'x'.repeat(1024 * 1024 + 1))
    await expectError(announced, 413, 'request_too_large')
    const started = performance.now()
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const url = new URL(`${gateway.origin}/api/v1/chat/completions`)
      const request = httpRequest(
        url,
        { method: 'POST', headers: { authorization: `Bearer ${customer.secret}`, 'transfer-encoding': 'chunked' } },
        (response) => {
          resolve(response.statusCode)
          request.destroy()
        },
      )
      request.on('error', reject)
      // More than the limit, and then the body never ends.
      request.write('x'.repeat(1024 * 1024 + 10))
    })
    expect(status).toBe(413)
    expect(performance.now() - started).toBeLessThan(3000)
  })

  it('closes the connection of a body it refused to read', async () => {
    if (name !== 'node front') return
    const { port } = new URL(gateway.origin)
    const socket = connect(Number(port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.write(
      `POST /api/v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${customer.secret}\r\ncontent-length: 30000000\r\n\r\nabc`,
    )
    const started = performance.now()
    await new Promise((resolve) => socket.on('close', resolve))
    expect(performance.now() - started).toBeLessThan(3000)
    expect(answer).toContain('HTTP/1.1 413')
  })

  it('answers 408 to a body that comes too slowly', async () => {
    if (name !== 'node front') return
    const slow = await openGateway((request, response) => serveThroughNode(request, response, { graceMs: 200, bytesPerMs: 1 }))
    const body = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 50))
        controller.enqueue(Buffer.from(' '))
      },
    })
    const started = performance.now()
    await expectError(await postChat(slow.origin, customer, body, { body, duplex: 'half' } as RequestInit), 408, 'request_timeout')
    expect(performance.now() - started).toBeLessThan(3000)
    await slow.close()
  })

  it('reads 10,000 levels and a flood of keys without falling over', async () => {
    const deep = `{"model":${JSON.stringify(model)},"messages":[{"role":"user","content":"x"}],"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`
    expect((await postChat(gateway.origin, customer, deep)).status).toBe(200)
    const wide = `{"model":${JSON.stringify(model)},"messages":[{"role":"user","content":"x"}],${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join(',')}}`
    expect((await postChat(gateway.origin, customer, wide)).status).toBe(200)
  })

  it('serves the same under /v1', async () => {
    const response = await fetch(`${gateway.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `bearer ${customer.secret}` },
      body: JSON.stringify({ model, messages }),
    })
    expect(response.status).toBe(200)
    await expectError(await fetch(`${gateway.origin}/v1/nothing`), 404, 'unknown_path')
  })
})
