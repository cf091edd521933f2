import { describe, expect, it } from 'vitest'
import { createOutputText } from '#lib/gateway/streaming/output-text'
import { collectOutput } from '#lib/gateway/wire/openai-chat/collect-output'

const finishOf = (reason: string) =>
  collectOutput(Buffer.from(`{"choices":[{"index":0,"delta":{},"finish_reason":"${reason}"}]}`), createOutputText(1000))

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
})
