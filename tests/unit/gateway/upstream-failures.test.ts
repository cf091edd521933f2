import { describe, expect, it } from 'vitest'
import { classifyUpstreamStatus, codeOfConnectionFailure } from '#lib/gateway/routing/classify-upstream-failure'
import { scrubUpstreamError } from '#lib/gateway/routing/scrub-upstream-error'
import { scrubText } from '#lib/shared/scrub-text'
import { renderErrorBody, renderErrorEvent } from '#lib/gateway/wire/openai-chat/render-error'
import { TollgateError } from '#lib/shared/errors'

describe('classifyUpstreamStatus', () => {
  it.each([
    [400, 'client'],
    [413, 'client'],
    [415, 'client'],
    [422, 'client'],
    [401, 'credential'],
    [402, 'credential'],
    [403, 'credential'],
    [429, 'rate'],
    [404, 'channel'],
    [408, 'channel'],
    [409, 'channel'],
    [302, 'channel'],
    [500, 'channel'],
    [503, 'channel'],
    [529, 'channel'],
  ] as const)('%i is the fault of the %s', (status, fault) => {
    expect(classifyUpstreamStatus(status, '')).toBe(fault)
  })

  it('sees a bad key behind a 400', () => {
    expect(classifyUpstreamStatus(400, '[{"error":{"message":"API key not valid. Please pass a valid API key."}}]')).toBe('credential')
  })

  it('tells a timeout from a refused connection', () => {
    expect(codeOfConnectionFailure(Object.assign(new Error(), { code: 'UND_ERR_HEADERS_TIMEOUT' }))).toBe('upstream_timeout')
    expect(codeOfConnectionFailure(Object.assign(new Error(), { code: 'ECONNREFUSED' }))).toBe('upstream_unreachable')
  })
})

describe('scrubText', () => {
  it.each([
    ['Rate limit reached for gpt-4o in organization org-Ab12Cd34Ef56 on tokens', 'org-Ab12'],
    ['Incorrect API key provided: sk-proj-****************abcd. You can', 'abcd'],
    ['Incorrect API key provided: sk-abc12345...wxyz', 'wxyz'],
    ['Project `proj_9aZ8b7C6d5E4f3` does not have access', 'proj_9'],
    ['key AIzaSyD-1234567890abcdefghijk is bad', 'AIza'],
    ['Authorization: Bearer abcdef123456', 'abcdef123456'],
    ['contact ops.team+x@corp-internal.example.com', 'ops.team'],
    ['connect to http://10.0.3.7:8080/v1/x failed', '10.0.3.7'],
    ['dial tcp 10.0.3.7:8080: refused', '10.0.3.7'],
    ['upstream vllm-0.models.svc.cluster:8000 is down', 'vllm-0'],
    ['resource projects/123456789/locations/us not found', '123456789'],
    ['arn:aws:bedrock:us-east-1:123456789012:x is denied', '123456789012'],
  ])('takes what is the operator’s out of %j', (text, secret) => {
    const clean = scrubText(text, [])
    expect(clean).not.toContain(secret)
    expect(clean).toContain('[redacted]')
  })

  it.each([
    "This model's maximum context length is 128000 tokens. However, your messages resulted in 130012 tokens.",
    "Invalid value for 'messages[0].role': 'usr'. Supported values are: 'user', 'team-lead', 'key-value'.",
  ])('leaves %j alone', (text) => {
    expect(scrubText(text, [])).toBe(text)
  })

  it('removes the credential and host it is told of', () => {
    expect(scrubText('token tok:odd at api.example.test', ['tok:odd', 'api.example.test'])).toBe('token [redacted] at [redacted]')
  })

  it('is linear on hostile text', () => {
    const started = performance.now()
    for (const text of ['a.'.repeat(50_000), 'a@'.repeat(50_000), '1.'.repeat(50_000), 'sk-'.repeat(50_000), '-'.repeat(100_000)])
      scrubText(text, [])
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('scrubUpstreamError', () => {
  it.each([
    [{ error: { message: 'm', type: 't', param: 'p', code: 'c' } }, { message: 'm', type: 't', param: 'p', code: 'c' }],
    [
      { message: 'm', code: 400 },
      { message: 'm', type: null, param: null, code: null },
    ],
    [{ error: 'm' }, { message: 'm', type: null, param: null, code: null }],
    [{ detail: 'm' }, { message: 'm', type: null, param: null, code: null }],
    [[{ error: { message: 'm', status: 'X' } }], { message: 'm', type: null, param: null, code: null }],
    ['m', { message: 'm', type: null, param: null, code: null }],
    [null, { message: null, type: null, param: null, code: null }],
  ])('reads %j', (raw, expected) => {
    expect(scrubUpstreamError(raw, [])).toEqual(expected)
  })
})

describe('renderErrorBody', () => {
  it('has the shape OpenAI’s clients read, with the request id', () => {
    const error = new TollgateError('insufficient_credit', { details: { affordable_tokens: 12 } })
    expect(JSON.parse(renderErrorBody(error, 'req_1').toString())).toEqual({
      error: {
        message: error.message,
        type: 'insufficient_quota',
        param: null,
        code: 'insufficient_credit',
        request_id: 'req_1',
        details: { affordable_tokens: 12 },
      },
    })
  })

  it('is one event of a stream, whatever came before it', () => {
    const event = renderErrorEvent(new TollgateError('upstream_interrupted'), 'req_1').toString()
    expect(event).toMatch(/^\n\ndata: \{"error":\{.*\}\}\n\n$/)
  })
})
