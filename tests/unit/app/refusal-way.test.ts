import { expect, test } from 'vitest'
import { newId, showId } from '#lib/shared/ids'
import { keyHref, refusalWay } from '../../../app/(portal)/[team]/_components/refusal-way'

const key = (part: object = {}) => ({ id: newId(), name: 'k', refused: 1, kind: 'inference' as const, isDeleted: false, ...part })
const place = { team: 'team_1', seesCredit: true }

test('a refusal leads to the page that mends it, and to the key itself where it was only one', () => {
  const [one, two] = [key(), key()]
  const page = `/team_1/keys/${showId('key', one.id)}`
  expect(refusalWay('budget_exceeded', [one], place)).toEqual({ word: 'budgets', href: '/team_1/budgets' })
  expect(refusalWay('insufficient_credit', [one], place)).toEqual({ word: 'credit', href: '/team_1/credit' })
  expect(refusalWay('rate_limit_exceeded', [one], place)).toEqual({ word: 'keyPolicy', href: page })
  expect(refusalWay('rate_limit_exceeded', [one, two], place)).toEqual({ word: 'policy', href: '/team_1/policy' })
  expect(refusalWay('key_blocked', [one], place)).toEqual({ word: 'key', href: page })
  expect(refusalWay('key_blocked', [one, two], place)).toEqual({ word: 'keys', href: '/team_1/keys' })
  expect(refusalWay('model_not_found', [one], place)).toEqual({ word: 'models', href: '/team_1/models' })
})

test('what no page mends, or the reader’s role does not open, leads nowhere', () => {
  expect(refusalWay('invalid_json', [key()], place)).toBeNull()
  expect(refusalWay('a_code_to_come', [key()], place)).toBeNull()
  expect(refusalWay('insufficient_credit', [key()], { ...place, seesCredit: false })).toBeNull()
  expect(keyHref('team_1', key({ isDeleted: true }))).toBeNull()
  expect(refusalWay('model_not_allowed', [key({ kind: 'playground' })], place)?.word).toBe('policy')
})
