import { describe, expect, it } from 'vitest'
import { countPromptTokens } from '#lib/gateway/metering/count-prompt-tokens'
import { estimateUsage, usageOfPart, usageOfWhole } from '#lib/gateway/metering/observe-usage'
import { noTokens } from '#lib/shared/pricing/token-usage'
import { OutputText } from '#lib/gateway/streaming/output-text'
import { decodeChatRequest } from '#lib/gateway/wire/openai-chat/decode-request'

const request = (fields: object = {}) =>
  decodeChatRequest(Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hello world' }], ...fields })))
const seen = (text: string, limit = 1000) => {
  const output = new OutputText(limit)
  output.append(Buffer.from(text), 0, Buffer.byteLength(text))
  return output
}

const seenWith = (text: string, media: { imageTokens?: number; audioTokens?: number } = {}) => ({
  output: seen(text),
  imageTokens: 0,
  audioTokens: 0,
  ...media,
})

describe('estimateUsage', () => {
  it('counts the media that were seen, audio as audio', async () => {
    const { usage } = await estimateUsage(null, seenWith('one', { imageTokens: 2000, audioTokens: 30 }), request())
    expect(usage).toMatchObject({ output: 2001, audioOut: 30 })
  })

  it('is what was told where that is more', async () => {
    const told = { ...noTokens, input: 9, audioOut: 50 }
    expect((await estimateUsage(told, seenWith('one', { audioTokens: 30 }), request())).usage).toEqual(told)
  })
})

describe('usageOfWhole', () => {
  it('is what the upstream told', async () => {
    const told = { ...noTokens, input: 3, output: 4 }
    expect(await usageOfWhole(told, seenWith('a b c'), request())).toEqual({ usage: told, estimated: false, isTold: true })
  })

  it('is an estimate where nothing was told, or zeros beside an answer', async () => {
    for (const told of [null, { ...noTokens }]) {
      const { usage, estimated } = await usageOfWhole(told, seenWith('one two three'), request())
      expect(estimated).toBe(true)
      expect(usage.output).toBe(3)
      expect(usage.input).toBe(9)
    }
    expect(await usageOfWhole({ ...noTokens }, seenWith(''), request())).toEqual({ usage: noTokens, estimated: false, isTold: true })
  })
})

describe('usageOfPart', () => {
  it('takes the told input, and the larger of told and seen output', async () => {
    const told = { ...noTokens, input: 100, cacheRead: 50, output: 1 }
    const guessed = await usageOfPart(told, seen('one two three'), request())
    expect(guessed).toEqual({ usage: { ...told, output: 3 }, estimated: true, isTold: false })
    const whole = await usageOfPart({ ...told, reasoning: 40 }, seen('one'), request())
    expect(whole).toMatchObject({ usage: { output: 1, reasoning: 40 }, estimated: true, isTold: true })
  })

  it('extends the estimate to what was counted but not kept', async () => {
    const { usage } = await usageOfPart(null, seen('word '.repeat(100), 250), request())
    expect(usage.output).toBeGreaterThan(90)
    expect(usage.output).toBeLessThan(115)
  })
})

describe('countPromptTokens', () => {
  it('counts text, tools and other prompt fields, never media', async () => {
    const plain = await countPromptTokens(request())
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(9000)}` } }
    const pictured = await countPromptTokens(
      request({ messages: [{ role: 'user', content: [{ type: 'text', text: 'hello world' }, image] }] }),
    )
    expect(pictured).toBeLessThan(plain + 3)
    expect(
      await countPromptTokens(request({ tools: [{ type: 'function', function: { name: 'f', description: 'word '.repeat(100) } }] })),
    ).toBeGreaterThan(plain + 100)
    expect(await countPromptTokens(request({ documents: ['word '.repeat(100)] }))).toBeGreaterThan(plain + 99)
    const call = { role: 'assistant', tool_calls: [{ id: 'x', function: { name: 'f', arguments: 'word '.repeat(100) } }] }
    expect(await countPromptTokens(request({ messages: [call] }))).toBeGreaterThan(100)
  })

  it('falls back to the bytes where the nesting hides the text', async () => {
    const body = `{"model":"m","messages":[{"role":"user","content":"x"}],"x":${'['.repeat(15_000)}"${'word '.repeat(100)}"${']'.repeat(15_000)}}`
    const deep = decodeChatRequest(Buffer.from(body))
    expect(await countPromptTokens(deep)).toBeGreaterThanOrEqual(100)
  })
})
