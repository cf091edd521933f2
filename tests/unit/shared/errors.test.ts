import { expect, test } from 'vitest'
import { asTollgateError, errorTable, TollgateError } from '#lib/shared/errors'

test('a surprise shows the generic text and keeps its cause for the log', () => {
  const surprise = new Error('password authentication failed for user "tollgate_app"')
  const shown = asTollgateError(surprise)
  expect(shown.code).toBe('internal_error')
  expect(shown.message).toBe(errorTable.internal_error.text)
  expect(shown.cause).toBe(surprise)
})

test('a database that cannot be reached is 503, not the caller’s mistake', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  expect(asTollgateError(refused).status).toBe(503)
  expect(asTollgateError(new Error('Connection terminated unexpectedly')).status).toBe(503)
})

test('an expected failure stays what it is', () => {
  const error = new TollgateError('insufficient_credit', { details: { affordable_tokens: 12 } })
  expect(asTollgateError(error)).toBe(error)
  expect(error.status).toBe(402)
})
