import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  doors,
  expectExactBooks,
  type Gateway,
  makeChannel,
  makeCustomer,
  makeModel,
  openDatabase,
  openGateway,
  postChat,
} from '#tests/contract/gateway/harness'
import { type ScriptedUpstream, startUpstream } from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.drop())

const granted = 1_000_000_000n
/** Enough for a thousand tokens of input: far more than these bodies have bytes, far less than the context of 8,192. */
const little = 1_000_000n
const answerNanos = 10n * 1000n + 5n * 2000n
const user = '{"role":"user","content":"hi"}'

describe.each(doors)('what a client may not hide, at the $name', ({ serve }) => {
  let gateway: Gateway
  let upstream: ScriptedUpstream
  let model: string
  beforeAll(async () => {
    gateway = await openGateway(serve)
    upstream = await startUpstream()
    model = await makeModel()
    await makeChannel({ baseUrl: upstream.baseUrl, model })
  })
  afterAll(async () => {
    await gateway.close()
    await upstream.close()
  })

  const bodyOf = (messages: string, fields = '') => `{"model":"${model}","max_tokens":5,"messages":[${messages}]${fields}}`

  it.each([
    '{"role":"assistant","audio":{"id":"audio_1"}}',
    '{"role":"user","content":{"type":"image_url","image_url":{"url":"https://x"}}}',
    '{"role":"user","content":"a","images":["AAAA"]}',
    '{"role":"user","content":[{"type":"file","File":{"file_id":"f"}}]}',
    '{"role":"user","content":[{"type":"image_url","Image_URL":{"url":"https://x"}}]}',
    '{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}],"content":"hi"}',
    '{"role":"user","content":[{"type":"tool_result","content":[{"type":"image_url","image_url":{"url":"https://x"}}]}]}',
    '{"role":"user","content":[{"type":"input_audio","input_audio":"https://x/a.mp3"}]}',
    '{"role":"user","content":[{"type":"media","fileUri":"gs://x"}]}',
    '{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://x"}}]}',
  ])('holds far more than the bytes of %s', async (message) => {
    const [poor, rich] = await Promise.all([makeCustomer(little), makeCustomer(granted)])
    const refused = await postChat(gateway.origin, poor, bodyOf(message))
    expect(refused.status).toBe(402)
    await refused.text()
    expect(await expectExactBooks(poor, little)).toBe(0n)
    const served = await postChat(gateway.origin, rich, bodyOf(message))
    expect(served.status).toBe(200)
    await served.text()
    expect(await expectExactBooks(rich, granted)).toBe(answerNanos)
  })

  it.each([
    ['"tools":[{"googleSearch":{}}]', 'tools[0].type'],
    ['"tools":["web_search"]', 'tools[0]'],
    ['"tools":[{"type":"web_search","type":"function"}]', 'tools[0].type'],
    ['"search_parameters":{"mode":"on"}', 'search_parameters'],
    ['"extra_body":{"n":5}', 'extra_body'],
    ['"generationConfig":{"candidateCount":8}', 'generationConfig'],
  ])('refuses %s and charges nothing', async (field, param) => {
    const customer = await makeCustomer(granted)
    upstream.requests.length = 0
    const response = await postChat(gateway.origin, customer, bodyOf(user, `,${field}`))
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { param } })
    expect(upstream.requests).toHaveLength(0)
    expect(await expectExactBooks(customer, granted)).toBe(0n)
  })

  it('holds a thinking budget as output', async () => {
    const poor = await makeCustomer(little)
    const thinking = (tokens: number) => bodyOf(user, `,"thinking":{"type":"enabled","budget_tokens":${tokens}}`)
    const refused = await postChat(gateway.origin, poor, thinking(900))
    expect(refused.status).toBe(402)
    await refused.text()
    const served = await postChat(gateway.origin, poor, thinking(100))
    expect(served.status).toBe(200)
    await served.text()
    expect(await expectExactBooks(poor, little)).toBe(answerNanos)
  })

  it('holds text that poses as an inline image by its bytes', async () => {
    const poor = await makeCustomer(little)
    const url = `data:image/png;base64,${'secret text '.repeat(5000)}`
    for (const type of ['text', 'image_url']) {
      const part = { type, text: 'x', image_url: { url } }
      const response = await postChat(gateway.origin, poor, bodyOf(JSON.stringify({ role: 'user', content: [part] })))
      expect(response.status).toBe(402)
      await response.text()
    }
    expect(await expectExactBooks(poor, little)).toBe(0n)
  })

  it('holds plain text by its bytes, and no more', async () => {
    const poor = await makeCustomer(little)
    const response = await postChat(gateway.origin, poor, bodyOf(user))
    expect(response.status).toBe(200)
    await response.text()
    expect(await expectExactBooks(poor, little)).toBe(answerNanos)
  })
})
