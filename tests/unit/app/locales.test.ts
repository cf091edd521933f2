import { expect, test } from 'vitest'
import { preferredLocale } from '../../../i18n/locales'

test.each([
  [null, 'en'],
  ['', 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['zh-HK', 'zh'],
  ['fr,de;q=0.9', 'en'],
  ['fr;q=0.9,zh;q=0.5,en;q=0.7', 'en'],
  ['en;q=0,zh;q=0.1', 'zh'],
  ['*', 'en'],
])('a reader who asks for %s reads %s', (header, locale) => {
  expect(preferredLocale(header)).toBe(locale)
})
