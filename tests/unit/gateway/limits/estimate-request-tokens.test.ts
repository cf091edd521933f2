import { expect, it } from 'vitest'
import { estimateRequestTokens } from '#lib/gateway/limits/estimate-request-tokens'
import { decodeChatRequest } from '#lib/gateway/wire/openai-chat/decode-request'

const limits = { contextLength: 128_000, maxOutputTokens: 16_384, maxImageTokens: 1_000 }
const estimate = (fields: object, ceiling = limits.maxOutputTokens) => {
  const body = Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], ...fields }))
  return { text: Math.ceil(body.length / 4), tokens: estimateRequestTokens(decodeChatRequest(body), limits, ceiling) }
}

it('a quarter of the bytes, and the output the client allows for each choice', () => {
  const one = estimate({ max_tokens: 300 })
  expect(one.tokens).toBe(one.text + 300)
  const three = estimate({ max_completion_tokens: 300, n: 3 })
  expect(three.tokens).toBe(three.text + 900)
})

it('without a maximum of the client, as much as most answers take', () => {
  const open = estimate({})
  expect(open.tokens).toBe(open.text + 1_024)
  const small = estimate({}, 256)
  expect(small.tokens).toBe(small.text + 256)
})

it('room for thinking beyond the maximum is reserved too', () => {
  const thinking = { type: 'enabled', budget_tokens: 5_000 }
  const beside = estimate({ max_tokens: 300, thinking })
  expect(beside.tokens).toBe(beside.text + 5_000)
  const within = estimate({ max_tokens: 6_000, thinking })
  expect(within.tokens).toBe(within.text + 6_000)
})

it('an inline image counts as an image, not by its bytes', () => {
  const url = `data:image/png;base64,${'A'.repeat(40_000)}`
  const content = [{ type: 'image_url', image_url: { url } }]
  const { tokens } = estimate({ messages: [{ role: 'user', content }], max_tokens: 1 })
  expect(tokens).toBeGreaterThan(1_000)
  expect(tokens).toBeLessThan(1_200)
})
