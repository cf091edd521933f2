import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  changeKey,
  type Customer,
  doors,
  expectExactBooks,
  type Gateway,
  makeChannel,
  makeCustomer,
  makeModel,
  openDatabase,
  openGateway,
} from '#tests/contract/gateway/harness'
import {
  answerChat,
  answerJsonText,
  answerStreamText,
  answerThenCut,
  chunkOf,
  type ScriptedUpstream,
  startUpstream,
  streamOf,
} from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.drop())

describe.each(doors)('the openai package at the $name', ({ serve }) => {
  let gateway: Gateway
  let upstream: ScriptedUpstream
  let customer: Customer
  let model: string
  let client: OpenAI
  beforeAll(async () => {
    gateway = await openGateway(serve)
    upstream = await startUpstream()
    model = await makeModel()
    await makeChannel({ baseUrl: upstream.baseUrl, model })
    customer = await makeCustomer()
    client = new OpenAI({ baseURL: `${gateway.origin}/api/v1`, apiKey: customer.secret, maxRetries: 0 })
  })
  afterAll(async () => {
    await gateway.close()
    await upstream.close()
  })

  const messages = [{ role: 'user' as const, content: 'hi' }]

  it('lists, retrieves, completes and streams', async () => {
    const names: string[] = []
    for await (const { id } of client.models.list()) names.push(id)
    expect(names).toContain(model)
    expect((await client.models.retrieve(model)).id).toBe(model)
    upstream.answer(answerChat('whole'))
    const { data, request_id } = await client.chat.completions.create({ model, messages }).withResponse()
    expect(data.choices[0]?.message.content).toBe('whole')
    expect(request_id).toMatch(/^req_/)
    upstream.answer(answerStreamText(streamOf(['a', 'b', 'c'])))
    let text = ''
    let usages = 0
    for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? ''
      if (chunk.usage !== undefined) usages++
    }
    expect([text, usages]).toEqual(['abc', 0])
    const withUsage = client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } })
    expect((await withUsage.finalChatCompletion()).usage).toMatchObject({ prompt_tokens: 10, cost: 0.00002 })
    expect(await expectExactBooks(customer, 1_000_000_000n)).toBe(60_000n)
  })

  it('assembles streamed tool calls', async () => {
    const delta = (tool: object, finish: string | null = null) =>
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { role: 'assistant', tool_calls: [{ index: 0, ...tool }] }, finish_reason: finish }] })}\n\n`
    upstream.answer(
      answerStreamText(
        `${delta({ id: 'call_1', type: 'function', function: { name: 'weather', arguments: '' } })}${delta({ function: { arguments: '{"city":' } })}${delta({ function: { arguments: '"Zürich"}' } }, 'tool_calls')}data: [DONE]\n\n`,
      ),
    )
    const tools = [
      {
        type: 'function' as const,
        function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
      },
    ]
    const final = await client.chat.completions.stream({ model, messages, tools }).finalChatCompletion()
    expect(final.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'weather', arguments: '{"city":"Zürich"}' } })
    expect(final.choices[0]?.finish_reason).toBe('tool_calls')
  })

  it('sees a broken stream as an error, never as a clean end', async () => {
    upstream.answer(answerThenCut(chunkOf('one ')))
    const read = async () => {
      for await (const chunk of await client.chat.completions.create({ model, messages, stream: true }))
        expect(chunk.choices[0]?.delta.content).toBe('one ')
    }
    await expect(read()).rejects.toThrow(/broke off/)
  })

  it('raises the error class of each status', async () => {
    const create = (body: object) =>
      client.chat.completions.create({ model, messages, ...body } as OpenAI.ChatCompletionCreateParamsNonStreaming)
    await expect(create({ n: 'x' })).rejects.toBeInstanceOf(OpenAI.BadRequestError)
    await expect(create({ model: 'nothing' })).rejects.toMatchObject({ status: 404, code: 'model_not_found', param: 'model' })
    await expect(new OpenAI({ baseURL: `${gateway.origin}/api/v1`, apiKey: 'wrong', maxRetries: 0 }).models.list()).rejects.toBeInstanceOf(
      OpenAI.AuthenticationError,
    )
    upstream.answer(answerJsonText(429, '{"error":{"message":"x"}}'))
    await expect(create({})).rejects.toBeInstanceOf(OpenAI.RateLimitError)
    upstream.answer(answerJsonText(500, '{}'))
    await expect(create({})).rejects.toBeInstanceOf(OpenAI.InternalServerError)
    upstream.answer(answerJsonText(422, '{"error":{"message":"odd field"}}'))
    await expect(create({})).rejects.toBeInstanceOf(OpenAI.UnprocessableEntityError)
    await changeKey(customer, { status: 'disabled' })
    await expect(create({})).rejects.toMatchObject({ status: 401, code: 'key_disabled' })
  })
})
