import { expect, test } from 'vitest'
import { labelOf, sharedNames } from '#lib/portal/keys/tell-apart'

test('keys of one name are told apart by what is seen of their secrets, others keep their names alone', () => {
  const keys = [
    { name: 'laptop', display: 'tg-Ab…1234' },
    { name: 'laptop', display: 'tg-Cd…5678' },
    { name: 'server', display: 'tg-Ef…9012' },
    { name: 'laptop', display: '' },
  ]
  const shared = sharedNames(keys)
  expect(keys.map((key) => labelOf(key, shared.has(key.name)))).toEqual(['laptop (tg-Ab…1234)', 'laptop (tg-Cd…5678)', 'server', 'laptop'])
})
