import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageLimit, readCursor, readIdCursor, toPage } from '#lib/portal/acting/paging'

test('any sort key survives its cursor, and the last page has none', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: 'grapheme', minLength: 1 }).filter((key) => key.isWellFormed() && !key.includes('\0')),
        { minLength: 1 },
      ),
      (keys) => {
        const limit = Math.max(1, keys.length - 1)
        const page = toPage(
          keys,
          limit,
          (key) => key,
          (key) => key,
        )
        expect(page.items).toEqual(keys.slice(0, limit))
        expect(readCursor(page.nextCursor)).toBe(keys.length > limit ? keys[limit - 1] : null)
      },
    ),
  )
})

test.each(['%', 'not base64!', 'YQ==', '/w', 'AA'])('the cursor %j is refused', (cursor) => {
  expect(() => readCursor(cursor)).toThrow('cursor')
})

test('a cursor by id must be an id', () => {
  const cursor = (text: string) => Buffer.from(text).toString('base64url')
  expect(readIdCursor(cursor('018f0000-0000-7000-8000-000000000000'))).toBe('018f0000-0000-7000-8000-000000000000')
  expect(() => readIdCursor(cursor("x' or 1=1"))).toThrow('cursor')
  expect([readIdCursor(undefined), readIdCursor(null), readIdCursor('')]).toEqual([null, null, null])
})

test.each([0, 201, 1.5, Number.NaN, -1])('a page of %s rows is refused', (limit) => {
  expect(() => pageLimit({ limit })).toThrow('limit')
})

test('50 rows are a page when nothing is asked for', () => {
  expect(pageLimit({})).toBe(50)
})
