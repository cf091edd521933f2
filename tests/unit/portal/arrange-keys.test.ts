import { expect, test } from 'vitest'
import { arrangeKeys } from '#lib/portal/keys/arrange-keys'
import { keyStateOf, type TeamKey } from '#lib/portal/keys/team-key'
import type { KeyActivity } from '#lib/portal/usage/read-key-activity'

const day = (text: string) => new Date(`${text}T00:00:00Z`)

function keyOf(id: string, fields: Partial<TeamKey> = {}): TeamKey {
  return {
    id,
    teamId: 't',
    name: id,
    display: 'tg-abcd…wxyz',
    status: 'active',
    state: 'active',
    expiresAt: null,
    blockReason: null,
    blockedAt: null,
    disabledBy: null,
    policy: {},
    budgets: [],
    ownerId: null,
    createdBy: null,
    creator: null,
    owner: null,
    createdAt: day('2026-01-01'),
    previousSecretUntil: null,
    secretsEnded: false,
    ...fields,
  }
}

const keys = [keyOf('1', { name: 'key 10', expiresAt: day('2026-03-01') }), keyOf('2', { name: 'Key 9' }), keyOf('3', { name: 'apple' })]
const use = new Map<string, KeyActivity>([
  ['1', { lastUsedAt: day('2026-02-01'), monthNanos: 5n, totalNanos: 9n, requests: 3 }],
  ['2', { lastUsedAt: day('2026-02-03'), monthNanos: 5n, totalNanos: 20n, requests: 4 }],
])
const order = (by: Parameters<typeof arrangeKeys>[2]['by'], descending: boolean) =>
  arrangeKeys(keys, use, { by, descending, size: 10 }).keys.map(({ id }) => id)

test('names sort as people count, whatever their case', () => {
  expect(order('name', false)).toEqual(['3', '2', '1'])
  expect(order('name', true)).toEqual(['1', '2', '3'])
})

test('what was never used, or never ends, stands last in both directions', () => {
  expect(order('used', true)).toEqual(['2', '1', '3'])
  expect(order('used', false)).toEqual(['1', '2', '3'])
  expect(order('expires', false)).toEqual(['1', '3', '2'])
})

test('equal spend is ordered by age, so that pages never overlap', () => {
  expect(order('month', true)).toEqual(['2', '1', '3'])
  expect(order('total', true)).toEqual(['2', '1', '3'])
})

test('pages go on after the last key shown, and start anew when it is gone', () => {
  const page = (after: string | null) => arrangeKeys(keys, use, { by: 'name', descending: false, after, size: 2 })
  expect(page(null)).toMatchObject({ keys: [{ id: '3' }, { id: '2' }], next: '2' })
  expect(page('2')).toMatchObject({ keys: [{ id: '1' }], next: null })
  expect(page('gone').keys).toHaveLength(2)
})

test('a key is expired from its last moment on, and disabled before all', () => {
  const at = day('2026-03-01')
  expect(keyStateOf({ status: 'active', expiresAt: at, secretsEnded: false }, new Date(at.getTime() - 1))).toBe('active')
  expect(keyStateOf({ status: 'active', expiresAt: at, secretsEnded: false }, at)).toBe('expired')
  expect(keyStateOf({ status: 'disabled', expiresAt: at, secretsEnded: true }, at)).toBe('disabled')
  expect(keyStateOf({ status: 'active', expiresAt: null, secretsEnded: true }, at)).toBe('expired')
})
