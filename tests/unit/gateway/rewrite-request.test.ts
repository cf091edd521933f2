import { describe, expect, it } from 'vitest'
import { decodeChatRequest } from '#lib/gateway/wire/openai-chat/decode-request'
import { rewriteChatRequest } from '#lib/gateway/wire/openai-chat/rewrite-request'

const rewrite = (text: string, upstreamModel = 'm', outputCeiling: Parameters<typeof rewriteChatRequest>[1]['outputCeiling'] = null) =>
  rewriteChatRequest(decodeChatRequest(Buffer.from(text)), { upstreamModel, outputCeiling }).toString()
const messages = '"messages":[{"role":"user","content":"\\u00e9\u{1f600}"}]'

describe('rewriteChatRequest', () => {
  it('returns the very bytes when nothing must change', () => {
    const request = decodeChatRequest(Buffer.from(`{ "model" : "m" ,\n ${messages}, "big": 12345678901234567890 }`))
    expect(rewriteChatRequest(request, { upstreamModel: 'm', outputCeiling: null })).toBe(request.body)
  })

  it('replaces the model alone and keeps every other byte', () => {
    expect(rewrite(`{ "x":1.50,"model" : "m" ,\n ${messages} }`, 'vendor/"m"')).toBe(
      `{ "x":1.50,"model" : "vendor/\\"m\\"" ,\n ${messages} }`,
    )
  })

  it.each([
    [`{"model":"m",${messages},"stream":true}`, `{"stream_options":{"include_usage":true},"model":"m",${messages},"stream":true}`],
    [
      `{"model":"m",${messages},"stream":true,"stream_options":null}`,
      `{"model":"m",${messages},"stream":true,"stream_options":{"include_usage":true}}`,
    ],
    [
      `{"model":"m",${messages},"stream":true,"stream_options":{}}`,
      `{"model":"m",${messages},"stream":true,"stream_options":{"include_usage":true}}`,
    ],
    [
      `{"model":"m",${messages},"stream":true,"stream_options":{ "a":1 }}`,
      `{"model":"m",${messages},"stream":true,"stream_options":{"include_usage":true, "a":1 }}`,
    ],
    [
      `{"model":"m",${messages},"stream":true,"stream_options":{"a":1,"include_usage": false}}`,
      `{"model":"m",${messages},"stream":true,"stream_options":{"a":1,"include_usage": true}}`,
    ],
    [
      `{"model":"m",${messages},"stream":true,"stream_options":{"include_usage":true}}`,
      `{"model":"m",${messages},"stream":true,"stream_options":{"include_usage":true}}`,
    ],
    [`{"model":"m",${messages},"stream":false,"stream_options":{}}`, `{"model":"m",${messages},"stream":false,"stream_options":{}}`],
  ])('asks a stream for its usage: %s', (before, after) => {
    expect(rewrite(before)).toBe(after)
  })

  it('writes a granted ceiling where the client left it open', () => {
    const ceiling = { field: 'max_tokens', tokens: 300 } as const
    expect(rewrite(`{"model":"m",${messages}}`, 'm', ceiling)).toBe(`{"max_tokens":300,"model":"m",${messages}}`)
    expect(rewrite(`{"model":"m",${messages},"max_tokens":null}`, 'm', ceiling)).toBe(`{"model":"m",${messages},"max_tokens":300}`)
  })
})
