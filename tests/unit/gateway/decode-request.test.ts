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

  it('refuses bytes that are not UTF-8', () => {
    expect(refusal(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])).code).toBe('invalid_json')
  })

  it('reads 10,000 levels of nesting without recursion', () => {
    expect(decodeChatRequest(Buffer.from(`{"model":"m","messages":[{}],"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)).model).toBe('m')
  })

  it.each([
    ['a flood of keys', Array.from({ length: 450_000 }, (_, i) => `"${i}":1`).join(',')],
    ['a flood of brackets', `"x":[${'[],'.repeat(450_000)}1]`],
    ['a bottomless nesting', `"x":${'['.repeat(20_001)}${']'.repeat(20_001)}`],
  ])('refuses %s before it parses it', (_, flood) => {
    const started = performance.now()
    for (const body of [`{"model":"m","messages":[{}],${flood}}`, `[{${flood}}]`, `{"model":"m","messages":[{}],"y":{${flood}`]) {
      expect(refusal(body)).toEqual({ code: 'invalid_request', param: null, status: 400 })
    }
    expect(refusal(`{"model":"m","model":"n","messages":[{}],${flood}}`).code).toBe('duplicate_field')
    expect(performance.now() - started).toBeLessThan(3000)
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
