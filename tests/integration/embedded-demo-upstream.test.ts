import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemoUpstream, type DemoUpstream } from '#dev/embedded/demo-upstream'

describe('the demo upstream', () => {
  let upstream: DemoUpstream
  let openai: OpenAI
  beforeAll(async () => {
    upstream = await startDemoUpstream('demo-credential')
    openai = new OpenAI({ apiKey: 'demo-credential', baseURL: upstream.baseUrl, maxRetries: 0 })
  })
  afterAll(() => upstream.close())

  const ask = (content: string, more: object = {}) => ({ model: 'demo-chat', messages: [{ role: 'user' as const, content }], ...more })

  it('streams an answer piece by piece and ends with its usage', async () => {
    const arrivals: number[] = []
    let usage: OpenAI.CompletionUsage | null | undefined
    const stream = await openai.chat.completions.create({ ...ask('Hello'), stream: true, stream_options: { include_usage: true } })
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content) arrivals.push(Date.now())
      usage = chunk.usage ?? usage
    }
    expect(arrivals.length).toBeGreaterThan(10)
    expect((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(200)
    expect(usage?.prompt_tokens).toBeGreaterThan(0)
    expect(usage?.completion_tokens).toBeGreaterThan(10)
  })

  it('answers in the language of the question, and briefly as the small model', async () => {
    const long = await openai.chat.completions.create(ask('你好,今天怎么样?'))
    expect(long.choices[0]?.message.content).toMatch(/演示模型.*今天怎么样/)
    const brief = await openai.chat.completions.create(ask('How are you?', { model: 'demo-mini' }))
    expect(brief.model).toBe('demo-mini')
    expect(brief.choices[0]?.message.content).toContain('How are you?')
    expect(brief.usage?.completion_tokens).toBeLessThan(long.usage?.completion_tokens ?? 0)
  })

  it('keeps to the output ceiling it is given', async () => {
    const answer = await openai.chat.completions.create(ask('Hello', { max_tokens: 5 }))
    expect(answer.choices[0]?.finish_reason).toBe('length')
    expect(answer.usage?.completion_tokens).toBe(5)
  })

  it('takes no other credential', async () => {
    const stranger = new OpenAI({ apiKey: 'guess', baseURL: upstream.baseUrl, maxRetries: 0 })
    await expect(stranger.chat.completions.create(ask('Hello'))).rejects.toMatchObject({ status: 401 })
  })

  it('moves to another port when its own is taken', async () => {
    const second = await startDemoUpstream('demo-credential', upstream.port)
    expect(second.port).not.toBe(upstream.port)
    await second.close()
  })
})
