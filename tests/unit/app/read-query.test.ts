import { expect, test } from 'vitest'
import { readMany, readOne } from '../../../app/_ui/read-query'

test('an empty value is none, and of a repeated one the first or each once', () => {
  expect(readOne({ q: '' }, 'q')).toBeUndefined()
  expect(readOne({ q: ['a', 'b'] }, 'q')).toBe('a')
  expect(readMany({ q: ['a', 'b', 'a', ''] }, 'q')).toEqual(['a', 'b'])
})

test('a NUL, which no stored text can hold, does not reach the database', () => {
  expect(readOne({ q: '\0' }, 'q')).toBeUndefined()
  expect(readOne({ q: 'na\0me' }, 'q')).toBe('name')
  expect(readMany({ model: ['\0', 'gpt\0', 'gpt'] }, 'model')).toEqual(['gpt'])
})
