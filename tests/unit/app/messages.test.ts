import { expect, test } from 'vitest'
import { errorTable } from '#lib/shared/errors'
import en from '../../../messages/en/index'
import zh from '../../../messages/zh/index'

type Messages = { [key: string]: string | Messages }

function flatten(messages: Messages, prefix = ''): Map<string, string> {
  const entries = Object.entries(messages).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
  )
  return new Map(entries)
}

const english = flatten(en)
const chinese = flatten(zh)
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)[,}]|<(\w+)>/g)].map((match) => match[1] ?? match[2]).sort()

test('both languages have the same messages', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
})

test.each([...english.keys()])('%s says the same things in both languages', (key) => {
  expect(placeholders(chinese.get(key) ?? '')).toEqual(placeholders(english.get(key) ?? ''))
})

test.each([...chinese])('%s is written Chinese', (_key, text) => {
  expect(text).not.toMatch(/[\u4e00-\u9fff][,;:!?](?!\d)|！|您/)
})

test('every error of the closed table has its words', () => {
  expect(Object.keys(en.errors).sort()).toEqual(Object.keys(errorTable).sort())
})
