import { describe, expect, it } from 'vitest'
import { OutputText } from '#lib/gateway/streaming/output-text'
import { collectOutput, findFinishReason, type SeenOutput } from '#lib/gateway/wire/openai-chat/collect-output'

const seenIn = (payload: string) => {
  const seen: SeenOutput = { output: new OutputText(100_000), imageTokens: 0, audioTokens: 0, finishReason: null }
  collectOutput(Buffer.from(payload), seen)
  return { text: seen.output.text(), images: seen.imageTokens / 2000, audio: seen.audioTokens, finish: seen.finishReason }
}
const delta = (fields: object) => seenIn(JSON.stringify({ choices: [{ index: 0, delta: fields, finish_reason: null }] }))
const finishOf = (reason: string) => {
  const payload = `{"choices":[{"index":0,"delta":{},"finish_reason":"${reason}"}]}`
  const { finish } = seenIn(payload)
  expect(findFinishReason(Buffer.from(payload))).toBe(finish)
  return finish
}

describe('collectOutput', () => {
  it.each(['stop', 'tool_calls', 'content-filter', 'MAX_TOKENS', 'v1.stop', 'x'.repeat(64)])('reads the finish reason %s', (reason) => {
    expect(finishOf(reason)).toBe(reason)
  })

  it.each(['', 'st\0op', 'st\\u0000op', 'a b', 'ß', '<script>', 'x'.repeat(65), 'x'.repeat(2_000_000)])(
    'takes %.20j for no finish reason',
    (reason) => {
      expect(finishOf(reason)).toBeNull()
    },
  )

  it('finds the last finish reason of a whole answer without reading its text', () => {
    const answer = (...choices: object[]) => JSON.stringify({ id: 'finish_reason', choices, usage: { total_tokens: 3 } })
    const says = (content: string) => ({ message: { content } })
    const payloads = [
      answer({ ...says('a'), finish_reason: 'stop' }, { ...says('b'), finish_reason: 'length' }),
      answer({ finish_reason: 'stop' }, { finish_reason: null }),
      answer({ finish_reason: 'stop', ...says('"finish_reason": "none"') }),
      answer({ finish_reason: 'stop', ...says('finish_reason') }),
      answer({ finish_reason: 'stop', ...says('say "finish_reason') }),
      answer({ finish_reason: 'stop', 'a "finish_reason': 'no' }),
      answer(says('"finish_reason":"stop"')),
      answer(),
      '{"finish_reason":"early","choices" : [{ "finish_reason" :\n"stop" }]}',
      '{"choices":[{"finish_reason":"stop","message":{"content":"cut',
    ]
    const found = payloads.map((payload) => findFinishReason(Buffer.from(payload)))
    expect(found).toEqual(['length', 'stop', 'stop', 'stop', 'stop', 'stop', null, null, 'stop', 'stop'])
    expect(found).toEqual(payloads.map((payload) => seenIn(payload).finish))
  })

  it('counts images, whatever they are wrapped in', () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }
    expect(delta({ content: '', images: [image, image] })).toMatchObject({ images: 2, text: '', audio: 0 })
    expect(delta({ images: ['AAAA', 'BBBB'] }).images).toBe(2)
    expect(delta({ content: [{ type: 'text', text: 'a' }, image] })).toMatchObject({ images: 1, text: 'a' })
    expect(delta({ images: [], content: 'a' })).toMatchObject({ images: 0, text: 'a' })
  })

  it('counts audio by its bytes, never as nothing', () => {
    expect(delta({ audio: { id: 'a', data: 'A'.repeat(20_000), transcript: 'hi' } })).toEqual({
      text: 'hi',
      images: 0,
      audio: 10,
      finish: null,
    })
    expect(delta({ audio: { data: 'AAAA' } }).audio).toBe(1)
  })

  it('counts the details of reasoning where there is no other copy of it', () => {
    const details = [
      { type: 'reasoning.text', text: 'abc', signature: 's' },
      { type: 'reasoning.summary', summary: 'def' },
    ]
    expect(delta({ reasoning_details: details }).text).toBe('abcdef')
    expect(delta({ reasoning: null, reasoning_details: details }).text).toBe('abcdef')
    expect(delta({ reasoning: 'abcdef', reasoning_details: details }).text).toBe('abcdef')
    expect(delta({ reasoning_details: details, reasoning_content: 'abcdef' }).text).toBe('abcdef')
  })
})
