import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanTopLevel } from '#lib/gateway/wire/scan-top-level'

const wanted = new Set(['model', 'stream', 'max_tokens', 'n'])
const scan = (text: string) => scanTopLevel(Buffer.from(text), wanted)

describe('scanTopLevel', () => {
  it('finds each wanted member with the exact span of its value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (others, value) => {
        const rest = Object.entries(others).filter(([key]) => !wanted.has(key.toUpperCase().toLowerCase()))
        const text = JSON.stringify({ ...Object.fromEntries(rest), model: value }, null, 1)
        const bytes = Buffer.from(text)
        const found = scanTopLevel(bytes, wanted)?.members.get('model')
        expect(JSON.parse(bytes.subarray(found?.valueStart, found?.valueEnd).toString())).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it.each([
    ['{"model":"a","model":"b"}', 'model'],
    ['{"model":"a","Model":"b"}', 'model'],
    ['{"MODEL":"a"}', 'model'],
    ['{"mod\\u0065l":"a"}', 'model'],
    ['{"n":1,"\\u006e":9}', 'n'],
    ['{"\u017ftream":true}', 'stream'],
    ['{"max_to\u212aens":1}', 'max_tokens'],
    ['{"x":1,"MAX_TOKENS":1}', 'max_tokens'],
  ])('calls %s ambiguous in %s', (text, name) => {
    expect(scan(text)?.ambiguous).toBe(name)
  })

  it('ignores duplicates of other names and names inside values', () => {
    const found = scan('{"x":{"model":1,"model":2},"x":[{"model":"\\"}"}],"note":"\\"model\\":","model":"m"}')
    expect(found?.ambiguous).toBeNull()
    expect(found?.members.size).toBe(1)
  })

  it.each(['', '[]', '"a"', '{', '{"a"', '{"a":', '{"a":1', '{"a":"', '{"a":[1,2', '{"a" 1}', '{a:1}', '{"a":1 "b":2}', '{"a":,}'])(
    'answers null for %j',
    (text) => {
      expect(scan(text)).toBeNull()
    },
  )

  it('survives every truncation of a nested object', () => {
    const text = '{"a":{"b":["c\\\\",{"d":"\\""}]},"model":"m"}'
    for (let i = 0; i < text.length; i++) expect(scan(text.slice(0, i))).toBeNull()
    expect(scan(text)?.members.has('model')).toBe(true)
  })

  it('walks 10,000 levels and 20 MB in linear time', () => {
    const deep = `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)},"model":"m"}`
    expect(scan(deep)?.members.has('model')).toBe(true)
    const started = performance.now()
    expect(scan(`{"x":"${'\\"'.repeat(10_000_000)}","model":"m"}`)?.members.has('model')).toBe(true)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
