import { describe, expect, it } from 'vitest'
import { noTokens } from '#lib/shared/pricing/token-usage'
import { createStreamMeter, type MeteredStream } from '#lib/gateway/wire/openai-chat/meter-stream'
import { capturesPresent, chatCaptures, readCapture } from '#tests/support/captures'
import { seededRandom } from '#tests/support/seeded-random'

interface Run {
  out: string
  metered: MeteredStream
}

function run(pieces: Iterable<Buffer>, wantsUsage = false): Run {
  const meter = createStreamMeter({ wantsUsage, costUsd: (usage) => `0.00000${usage.input + usage.output}`, clock: () => 42 })
  const out: Buffer[] = []
  for (const piece of pieces) out.push(...meter.push(piece))
  out.push(...meter.finish())
  return { out: Buffer.concat(out).toString(), metered: meter.metered }
}

const whole = (text: string, wantsUsage = false) => run([Buffer.from(text)], wantsUsage)

function* bytewise(bytes: Buffer) {
  for (let i = 0; i < bytes.length; i++) yield bytes.subarray(i, i + 1)
}

const summary = ({ out, metered }: Run) => ({
  out,
  usage: metered.usage,
  finish: metered.finishReason,
  done: metered.sawDone,
  text: metered.output.text(),
  error: metered.upstreamError,
})

const chunk = (content: string, extra = '') =>
  `data: {"id":"c","choices":[{"index":0,"delta":{"content":"${content}"},"finish_reason":null}]${extra}}\n\n`
const usageChunk = 'data: {"id":"c","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":3,"total_tokens":13}}\n\n'
const stop = 'data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n'
const done = 'data: [DONE]\n\n'

describe('createStreamMeter', () => {
  it('forwards untouched bytes as one view of the chunk they came in', () => {
    const meter = createStreamMeter({ wantsUsage: false, costUsd: () => '0', clock: () => 0 })
    const bytes = Buffer.from(chunk('a') + chunk('b') + stop)
    const out = meter.push(bytes)
    expect(out).toHaveLength(1)
    expect(out[0]?.buffer).toBe(bytes.buffer)
  })

  it('takes out the usage chunk that the client did not ask for, and reads it', () => {
    const { out, metered } = whole(chunk('é') + stop + usageChunk + done)
    expect(out).toBe(chunk('é') + stop + done)
    expect(metered).toMatchObject({ usage: { ...noTokens, input: 10, output: 3 }, finishReason: 'stop', sawDone: true, firstContentAt: 42 })
  })

  it('adds our cost to the usage that the client asked for', () => {
    const { out } = whole(chunk('a', ',"usage":null') + usageChunk + done, true)
    expect(out).toBe(chunk('a', ',"usage":null') + usageChunk.replace('"total_tokens":13', '"total_tokens":13,"cost":0.0000013') + done)
  })

  it('names no cost beside an answer whose usage is all zeros: what is charged is only estimated', () => {
    const zeros = 'data: {"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0,"cost":9}}\n\n'
    expect(whole(chunk('a') + zeros, true).out).toContain('"cost":null')
    expect(whole(zeros, true).out).toContain('"cost":0.000000')
  })

  it("puts our cost in the place of the upstream's own", () => {
    expect(whole('data: {"choices":[],"usage":{"prompt_tokens":1,"cost":{"total":9},"completion_tokens":1}}\n\n', true).out).toContain(
      '"cost":0.000002,"completion_tokens"',
    )
  })

  it.each([
    [chunk('a', ',"usage":null'), chunk('a')],
    ['data: {"usage":null, "choices":[{}]}\n\n', 'data: { "choices":[{}]}\n\n'],
    [
      'data: {"choices":[{"finish_reason":"stop","delta":{}}] , "usage":{"prompt_tokens":1,"completion_tokens":1}}\n\n',
      'data: {"choices":[{"finish_reason":"stop","delta":{}}] }\n\n',
    ],
    ['data: {"usage":null}\n\n', 'data: {}\n\n'],
    ['data: {"choices":[{"delta":{"content":"\\"usage\\":{}"}}]}\n\n', 'data: {"choices":[{"delta":{"content":"\\"usage\\":{}"}}]}\n\n'],
    [
      'data: {"choices":[{"delta":{"content":"usage"},"x":{"usage":1}}]}\n\n',
      'data: {"choices":[{"delta":{"content":"usage"},"x":{"usage":1}}]}\n\n',
    ],
  ])('removes only the usage member from %j', (before, after) => {
    expect(whole(before).out).toBe(after)
  })

  it('lets the last of several usages win', () => {
    const running = [1, 5, 9].map((n) => chunk('a', `,"usage":{"prompt_tokens":2,"completion_tokens":${n}}`)).join('')
    expect(whole(running).metered.usage).toEqual({ ...noTokens, input: 2, output: 9 })
    expect(whole(running).out).toBe(chunk('a').repeat(3))
  })

  it('keeps the larger usage when a later one is smaller', () => {
    const shrinking = [1000, 1].map((n) => chunk('a', `,"usage":{"prompt_tokens":${n},"completion_tokens":${n}}`)).join('')
    expect(whole(shrinking).metered.usage).toEqual({ ...noTokens, input: 1000, output: 1000 })
  })

  it('reads the usage of Groq where there is no other', () => {
    const { metered, out } = whole('data: {"choices":[],"x_groq":{"usage":{"prompt_tokens":4,"completion_tokens":2}}}\n\n')
    expect(metered.usage).toEqual({ ...noTokens, input: 4, output: 2 })
    expect(out).toContain('x_groq')
  })

  it('keeps comments, other fields, unknown members and CR, LF and CRLF as they are', () => {
    const text = `\u{feff}: hi\n\nevent: x\r\nid: 7\r\ndata:{"choices":[{"delta":{"content":"1"}}],"odd":[1]}\r\n\r\ndata: {"choices":[{"delta":{"content":"2"}}]}\r\r: OPENROUTER PROCESSING\n\n${chunk('3')}retry: 5\n\n${done}`
    const { out, metered } = whole(text)
    expect(out).toBe(text)
    expect(metered.output.text()).toBe('123')
  })

  it('understands data on several lines', () => {
    const { out, metered } = whole('data: {"choices":[],\ndata: "usage":{"prompt_tokens":1,\ndata: "completion_tokens":2}}\n\n')
    expect(out).toBe('')
    expect(metered.usage).toEqual({ ...noTokens, input: 1, output: 2 })
  })

  it('collects text, reasoning, refusals and tool calls, each once', () => {
    const text = [
      '{"choices":[{"delta":{"role":"assistant","content":"A\\n","reasoning":"R","reasoning_content":"R","reasoning_details":[{"text":"R"}]},"logprobs":{"content":[{"token":"A"}]}}]}',
      '{"choices":[{"delta":{"content":null,"refusal":"N","tool_calls":[{"index":0,"id":"x","function":{"name":"f","arguments":"{\\"a\\":"}}]}}]}',
      '{"choices":[{"delta":{"content":[{"type":"text","text":"\\ud83d"}]}}]}',
      '{"choices":[{"delta":{"content":"\\ude00"}}]}',
    ]
    expect(whole(text.map((line) => `data: ${line}\n\n`).join('')).metered.output.text()).toBe('A\nRNf{"a":\u{1f600}')
  })

  it('recognises an error inside the stream, forwards nothing after it, and keeps its usage', () => {
    const { out, metered } = whole(
      `${chunk('a')}data: {"error":{"message":"boom"},"usage":{"prompt_tokens":1,"completion_tokens":1}}\n\n${chunk('b')}${done}`,
    )
    expect(out).toBe(chunk('a'))
    expect(metered).toMatchObject({ upstreamError: { message: 'boom' }, sawDone: false, usage: { ...noTokens, input: 1, output: 1 } })
  })

  it('does not take "error": null or the word error for an error', () => {
    const text = `data: {"error":null,"choices":[{"delta":{"content":"error"}}]}\n\n`
    expect(whole(text)).toMatchObject({ out: text, metered: { upstreamError: null } })
  })

  it('passes payloads that are no JSON', () => {
    const text = 'data: {"usage" oops\n\ndata: ping\n\ndata\n\n'
    expect(whole(text).out).toBe(text)
  })

  it('forwards a last event that only lacks its blank line, and drops one that is cut', () => {
    expect(whole(`${chunk('a')}data: [DONE]`)).toMatchObject({ out: `${chunk('a')}data: [DONE]`, metered: { sawDone: true } })
    expect(whole(`${chunk('a')}data: {"choices":[{"delta":{"con`).out).toBe(chunk('a'))
  })

  it('gives the same at every split', () => {
    const bytes = Buffer.from(
      `: c\r\n\r\n${chunk('日本 \u{1f600}')}${chunk('b', ',"usage":null').replaceAll('\n', '\r\n')}${stop.replaceAll('\n', '\r')}${usageChunk.replaceAll('\n', '\r\n')}${done}`,
    )
    const expected = summary(run([bytes]))
    for (let i = 1; i < bytes.length; i++) expect(summary(run([bytes.subarray(0, i), bytes.subarray(i)]))).toEqual(expected)
    expect(summary(run(bytewise(bytes)))).toEqual(expected)
  })

  it('reads a large event that comes in small pieces in linear time', () => {
    const bytes = Buffer.from(`data: {"choices":[{"delta":{"image":"${'A'.repeat(4_000_000)}"}}]}\n\n`)
    const started = performance.now()
    const pieces = Array.from({ length: Math.ceil(bytes.length / 100) }, (_, i) => bytes.subarray(i * 100, i * 100 + 100))
    expect(run(pieces).out.length).toBe(bytes.length)
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('keeps a bounded text, and counts the rest', () => {
    const { metered } = run(Array.from({ length: 300 }, () => Buffer.from(chunk('x'.repeat(10_000)))))
    expect(metered.output.totalBytes).toBe(3_000_000)
    expect(metered.output.keptBytes).toBe(1024 * 1024)
  })
})

describe.skipIf(!capturesPresent)(
  'recorded streams',
  { meta: { skipReason: 'the provider captures are not beside this checkout' } },
  () => {
    it.each(chatCaptures)('%s reads the same however it is split, and loses nothing but usage', (name) => {
      const bytes = readCapture(name)
      for (const wantsUsage of [false, true]) {
        const expected = summary(run([bytes], wantsUsage))
        expect(summary(run(bytewise(bytes), wantsUsage))).toEqual(expected)
        const random = seededRandom(7)
        for (let round = 0; round < 20; round++) {
          const pieces: Buffer[] = []
          for (let at = 0; at < bytes.length; ) {
            const next = at + 1 + Math.floor(random() * 400)
            pieces.push(bytes.subarray(at, next))
            at = next
          }
          expect(summary(run(pieces, wantsUsage))).toEqual(expected)
        }
      }
      const events = (text: string) =>
        text
          .split('\n\n')
          .filter((event) => event.startsWith('data: {'))
          .map((event) => JSON.parse(event.slice(6)) as { usage?: unknown; choices: unknown[] })
      const stripped = events(run([bytes]).out)
      expect(stripped.some((event) => 'usage' in event)).toBe(false)
      const original = events(bytes.toString()).filter((event) => event.choices.length > 0 || !event.usage)
      expect(stripped).toEqual(original.map(({ usage: _, ...rest }) => rest))
    })

    it.each(chatCaptures.filter((name) => !name.startsWith('mixed/')))('%s tells its usage and how it ended', (name) => {
      const { metered } = run([readCapture(name)])
      expect(metered.usage).not.toBeNull()
      expect(metered.finishReason).toMatch(/^(stop|tool_calls)$/)
      expect(metered.sawDone).toBe(true)
    })
  },
)
