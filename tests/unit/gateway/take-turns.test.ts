import { expect, test } from 'vitest'
import { heavyBodies } from '#bench/gateway/load/heavy-bodies'
import { parseArray } from '#lib/gateway/wire/parse-array'
import { doAtOnce, doInTurns, type Steps } from '#lib/gateway/take-turns'
import { decodeChatRequest, receiveChatRequest } from '#lib/gateway/wire/openai-chat/decode-request'

test.each(Object.entries(heavyBodies('m')))('%s is read in turns as it is at a stretch', async (_, text) => {
  const body = Buffer.from(text)
  expect(await receiveChatRequest(body)).toEqual(decodeChatRequest(body))
})

test('a refusal comes out of the turns as it does at a stretch', async () => {
  const tools = Array.from({ length: 5_000 }, () => ({ type: 'function', function: { name: 'x'.repeat(40) } }))
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], tools: [...tools, { type: 'web_search' }] })
  const refused = expect.objectContaining({ code: 'unsupported_parameter', param: 'tools[5000].type' })
  await expect(Promise.resolve().then(() => receiveChatRequest(Buffer.from(body)))).rejects.toEqual(refused)
})

test('others get their turn between steps that take long', async () => {
  function* work(): Steps<string> {
    for (let n = 0; n < 4; n++) {
      for (const until = performance.now() + 5; performance.now() < until; );
      yield
    }
    return 'done'
  }
  let turns = 0
  const other = setInterval(() => turns++, 0)
  expect(await doInTurns(work())).toBe('done')
  clearInterval(other)
  expect(turns).toBeGreaterThanOrEqual(3)
  expect(doAtOnce(work())).toBe('done')
})

test('an array is parsed in pieces as it is whole, and what is no JSON in no piece', () => {
  const numbers = Array.from({ length: 3_500 }, (_, n) => ({ n, text: `], "${n}" [` }))
  const spaced = JSON.stringify(numbers, null, 2)
  expect(doAtOnce(parseArray(Buffer.from(spaced)))).toEqual(numbers)
  expect(doAtOnce(parseArray(Buffer.from('[]')))).toEqual([])
  const list = (between: string, end = ']') => Buffer.from(`[${Array.from({ length: 1_000 }, (_, n) => n).join(',')}${between}7${end}`)
  expect(doAtOnce(parseArray(list(' ,\n')))).toHaveLength(1_001)
  for (const broken of [list(' '), list(',,'), list(', x,'), list(',', ',]'), list(',', '}'), list(',', ']]'), list(',', '')])
    expect(() => doAtOnce(parseArray(broken))).toThrow(SyntaxError)
})
