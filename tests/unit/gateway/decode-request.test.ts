import { describe, expect, it } from 'vitest'
import { decodeChatRequest } from '#lib/gateway/wire/openai-chat/decode-request'
import { TollgateError } from '#lib/shared/errors'

const messages = [{ role: 'user', content: 'hi' }]
const decode = (body: unknown) => decodeChatRequest(Buffer.from(JSON.stringify(body)))

function refusal(bytes: string | Uint8Array): { code: string; param: string | null; status: number } {
  try {
    decodeChatRequest(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
  } catch (error) {
    if (error instanceof TollgateError) return { code: error.code, param: error.param, status: error.status }
    throw error
  }
  throw new Error('was not refused')
}

describe('decodeChatRequest', () => {
  it('reads what price and routing need', () => {
    const request = decode({
      model: 'm',
      messages,
      stream: true,
      n: 3,
      max_tokens: 5,
      max_completion_tokens: 9,
      stream_options: { include_usage: true },
    })
    expect(request).toMatchObject({ model: 'm', stream: true, choices: 3, maxTokens: 9, wantsUsage: true, wantsCost: false })
  })

  it('lets fields pass that it does not know', () => {
    expect(
      decode({
        model: 'm',
        messages,
        temperature: 3,
        reasoning_effort: 'high',
        prompt_cache_key: 'x',
        client_metadata: {},
        maxTokens: 'odd',
        foo: [null],
      }).model,
    ).toBe('m')
  })

  it('treats null as absent', () => {
    const nothing = {
      stream: null,
      n: null,
      max_tokens: null,
      stream_options: null,
      service_tier: null,
      tools: null,
      models: null,
      modalities: null,
      prediction: null,
    }
    expect(decode({ model: 'm', messages, ...nothing })).toMatchObject({ stream: false, choices: 1, maxTokens: null, predictionBytes: 0 })
  })

  it.each([
    ['{"model":', 'invalid_json', null],
    ['', 'invalid_json', null],
    ['\u{feff}{"model":"m"}', 'invalid_json', null],
    ['[]', 'invalid_request', null],
    ['null', 'invalid_request', null],
    ['{"messages":[{}]}', 'missing_model', 'model'],
    ['{"model":"","messages":[{}]}', 'missing_model', 'model'],
    ['{"model":7,"messages":[{}]}', 'invalid_request', 'model'],
    ['{"model":"m"}', 'invalid_request', 'messages'],
    ['{"model":"m","messages":"x"}', 'invalid_request', 'messages'],
    ['{"model":"m","messages":[]}', 'invalid_request', 'messages'],
    ['{"model":"m","messages":[{},7]}', 'invalid_request', 'messages[1]'],
    ['{"model":"m","messages":[{}],"stream":"true"}', 'invalid_request', 'stream'],
    ['{"model":"m","messages":[{}],"n":0}', 'invalid_request', 'n'],
    ['{"model":"m","messages":[{}],"n":129}', 'invalid_request', 'n'],
    ['{"model":"m","messages":[{}],"n":1.5}', 'invalid_request', 'n'],
    ['{"model":"m","messages":[{}],"n":"2"}', 'invalid_request', 'n'],
    ['{"model":"m","messages":[{}],"max_tokens":-1}', 'invalid_request', 'max_tokens'],
    ['{"model":"m","messages":[{}],"max_tokens":1e30}', 'invalid_request', 'max_tokens'],
    ['{"model":"m","messages":[{}],"max_completion_tokens":"9"}', 'invalid_request', 'max_completion_tokens'],
    ['{"model":"m","messages":[{}],"stream_options":true}', 'invalid_request', 'stream_options'],
    ['{"model":"m","messages":[{}],"modalities":"audio"}', 'invalid_request', 'modalities'],
    ['{"model":"m","messages":[{}],"model":"n"}', 'duplicate_field', 'model'],
    ['{"model":"m","messages":[{}],"N":2}', 'duplicate_field', 'n'],
    [
      '{"model":"m","messages":[{}],"stream_options":{"include_usage":true,"Include_usage":false}}',
      'duplicate_field',
      'stream_options.include_usage',
    ],
    ['{"model":"m","messages":[{}],"service_tier":"priority"}', 'unsupported_parameter', 'service_tier'],
    ['{"model":"m","messages":[{}],"web_search_options":{}}', 'unsupported_parameter', 'web_search_options'],
    ['{"model":"m","messages":[{}],"best_of":2}', 'unsupported_parameter', 'best_of'],
    ['{"model":"m","messages":[{}],"models":["x"]}', 'unsupported_parameter', 'models'],
    ['{"model":"m","messages":[{}],"plugins":[{"id":"web"}]}', 'unsupported_parameter', 'plugins'],
    ['{"model":"m","messages":[{}],"route":"fallback"}', 'unsupported_parameter', 'route'],
    ['{"model":"m","messages":[{}],"tools":[{"type":"function"},{"type":"web_search"}]}', 'unsupported_parameter', 'tools[1].type'],
  ])('refuses %s as %s in %s', (body, code, param) => {
    expect(refusal(body)).toEqual({ code, param, status: 400 })
  })

  it.each([
    ['"tools":{"type":"web_search"}', 'invalid_request', 'tools'],
    ['"tools":"x"', 'invalid_request', 'tools'],
    ['"tools":["web_search"]', 'invalid_request', 'tools[0]'],
    ['"tools":[[{"type":"web_search"}]]', 'invalid_request', 'tools[0]'],
    ['"tools":[null]', 'invalid_request', 'tools[0]'],
    ['"tools":[{"googleSearch":{}}]', 'unsupported_parameter', 'tools[0].type'],
    ['"tools":[{"type":null}]', 'unsupported_parameter', 'tools[0].type'],
    ['"tools":[{"type":"web_search","type":"function"}]', 'duplicate_field', 'tools[0].type'],
    ['"tools":[{"type":"custom"}, {"type":"function","Type":"web_search"}]', 'duplicate_field', 'tools[1].type'],
    ['"tools":[{"type":"function","t\\u0079pe":"function"}]', 'duplicate_field', 'tools[0].type'],
    ['"search_parameters":{"mode":"on"}', 'unsupported_parameter', 'search_parameters'],
    ['"search_parameters":{}', 'unsupported_parameter', 'search_parameters'],
    ['"enable_search":true', 'unsupported_parameter', 'enable_search'],
    ['"enable_search":true,"enable_search":false', 'duplicate_field', 'enable_search'],
    ['"web_search":true', 'unsupported_parameter', 'web_search'],
    ['"extra_body":{"n":5}', 'unsupported_parameter', 'extra_body'],
    ['"max_output_tokens":9', 'unsupported_parameter', 'max_output_tokens'],
    ['"max_new_tokens":9', 'unsupported_parameter', 'max_new_tokens'],
    ['"num_return_sequences":9', 'unsupported_parameter', 'num_return_sequences'],
    ['"candidate_count":2', 'unsupported_parameter', 'candidate_count'],
    ['"candidateCount":2', 'unsupported_parameter', 'candidateCount'],
    ['"generation_config":{"candidateCount":8}', 'unsupported_parameter', 'generation_config'],
    ['"generationConfig":{"candidateCount":8}', 'unsupported_parameter', 'generationConfig'],
    ['"speed":"fast"', 'unsupported_parameter', 'speed'],
    ['"image_config":{"n":9}', 'unsupported_parameter', 'image_config'],
    ['"previous_response_id":"r"', 'unsupported_parameter', 'previous_response_id'],
    ['"conversation":"c"', 'unsupported_parameter', 'conversation'],
    ['"cachedContent":"c"', 'unsupported_parameter', 'cachedContent'],
    ['"mcp_servers":[{"url":"x"}]', 'unsupported_parameter', 'mcp_servers'],
    ['"venice_parameters":{"enable_web_search":"on"}', 'unsupported_parameter', 'venice_parameters'],
    ['"reasoning":{"max_tokens":-1}', 'invalid_request', 'reasoning.max_tokens'],
    ['"reasoning":{"max_tokens":"9"}', 'invalid_request', 'reasoning.max_tokens'],
    ['"reasoning":{"max_tokens":9000,"max_tokens":1}', 'duplicate_field', 'reasoning.max_tokens'],
    ['"thinking":{"budget_tokens":1,"Budget_Tokens":9000}', 'duplicate_field', 'thinking.budget_tokens'],
  ])('closes the price table to %s', (field, code, param) => {
    expect(refusal(`{"model":"m","messages":[{}],${field}}`)).toEqual({ code, param, status: 400 })
  })

  it.each([
    '"tools":[]',
    '"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","Type":1}}},{"type":"custom"}]',
    '"thinking":{"type":"adaptive"}',
    '"thinking":{"type":"disabled"}',
    '"reasoning":{"effort":"high"}',
    '"reasoning":{"max_tokens":null},"reasoning_effort":"high"',
    '"search_parameters":{"mode":"off"}',
    '"enable_search":false,"web_search":null',
    '"extra_body":{},"generation_config":{},"image_config":null',
    '"num_return_sequences":1,"candidate_count":1,"max_new_tokens":null',
    '"speed":"standard"',
  ])('lets %s pass', (field) => {
    expect(decodeChatRequest(Buffer.from(`{"model":"m","messages":[{}],${field}}`)).thinking).toBeNull()
  })

  it('reads the larger budget for thinking', () => {
    const thinking = { type: 'enabled', budget_tokens: 2000 }
    expect(decode({ model: 'm', messages, reasoning: { max_tokens: 900 }, thinking }).thinking).toEqual({
      tokens: 2000,
      param: 'thinking.budget_tokens',
    })
  })

  it('refuses bytes that are not UTF-8', () => {
    expect(refusal(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])).code).toBe('invalid_json')
  })

  it('reads 10,000 levels of nesting without recursion', () => {
    expect(decodeChatRequest(Buffer.from(`{"model":"m","messages":[{}],"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)).model).toBe('m')
  })

  it.each([
    ['a flood of keys', Array.from({ length: 140_000 }, (_, i) => `"${i}":1`).join(',')],
    ['a flood of brackets', `"x":[${'[],'.repeat(450_000)}1]`],
    ['a flood of numbers', `"x":[${'1,'.repeat(900_000)}1]`],
    ['a bottomless nesting', `"x":${'['.repeat(20_001)}${']'.repeat(20_001)}`],
  ])('refuses %s before it parses it', (_, flood) => {
    const started = performance.now()
    for (const body of [`{"model":"m","messages":[{}],${flood}}`, `[{${flood}}]`, `{"model":"m","messages":[{}],"y":{${flood}`]) {
      expect(refusal(body)).toEqual({ code: 'invalid_request', param: null, status: 400 })
    }
    expect(refusal(`{"model":"m","model":"n","messages":[{}],${flood}}`).code).toBe('duplicate_field')
    expect(performance.now() - started).toBeLessThan(3000)
  })

  it('takes as many tools as anybody has, and of names beyond count the first', () => {
    const parameters = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }
    const tools = Array.from({ length: 10_000 }, (_, n) => ({
      type: 'function',
      function: { name: `t${n}`, description: 'x', parameters },
    }))
    const metadata = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`name ${n}`, 'x']))
    expect(Object.keys(decode({ model: 'm', messages, tools, metadata }).metadata ?? {})).toEqual(Object.keys(metadata).slice(0, 16))
  })

  it('counts media that bytes do not bound', () => {
    const url = `data:image/png;base64,${'A'.repeat(1000)}`
    const content = [
      { type: 'text', text: 'what' },
      { type: 'image_url', image_url: { url } },
      { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
      { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
      { type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA' } },
    ]
    expect(decode({ model: 'm', messages: [{ role: 'user', content }] }).media).toEqual({
      images: 2,
      inlineImageBytes: url.length,
      audios: 1,
      documents: 1,
    })
  })
})
