import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idKinds, newId, parseId, showId, timeOfId } from '#lib/shared/ids'

test('a shown id leads back to its UUID, and only under its own prefix', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom(...idKinds), (uuid, kind) => {
      const shown = showId(kind, uuid)
      expect(parseId(kind, shown)).toBe(uuid)
      const other = kind === 'req' ? 'team' : 'req'
      expect(parseId(other, shown)).toBeNull()
    }),
  )
})

test('shown ids sort as they were made', () => {
  const ids = Array.from({ length: 50 }, newId)
  const shown = ids.map((id) => showId('req', id))
  expect([...shown].sort()).toEqual(shown)
})

test.each(['team_', 'team_0123', `team_${'z'.repeat(26)}`, `team_${'u'.repeat(26)}`, `team_${'0'.repeat(27)}`, `TEAM_${'0'.repeat(26)}`])(
  '%s is no team id',
  (text) => {
    expect(parseId('team', text)).toBeNull()
  },
)

test('an id knows its millisecond', () => {
  const before = Date.now()
  const made = timeOfId(newId()).getTime()
  expect(made).toBeGreaterThanOrEqual(before)
  expect(made).toBeLessThanOrEqual(Date.now())
  // The example of RFC 9562, appendix A.6.
  expect(timeOfId('017f22e2-79b0-7cc3-98c4-dc0c0c07398f').toISOString()).toBe('2022-02-22T19:22:22.000Z')
})
