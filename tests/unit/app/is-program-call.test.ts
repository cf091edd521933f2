import { expect, test } from 'vitest'
import { isProgramCall } from '../../../app/api/_respond/is-program-call'

const call = (method: string, headers: Record<string, string> = {}) => isProgramCall({ method, headers: new Headers(headers) })

test('a program that posts to a path of the pages is told apart from their own forms and actions', () => {
  expect(call('POST', { 'content-type': 'application/json' })).toBe(true)
  expect(call('POST')).toBe(true)
  expect(call('DELETE')).toBe(true)
  expect(call('GET')).toBe(false)
  expect(call('HEAD')).toBe(false)
  expect(call('POST', { 'content-type': 'text/plain;charset=UTF-8', 'next-action': 'a1' })).toBe(false)
  expect(call('POST', { 'content-type': 'multipart/form-data; boundary=x' })).toBe(false)
  expect(call('POST', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(false)
})
