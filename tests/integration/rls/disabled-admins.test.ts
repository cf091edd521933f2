import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '#tests/integration/rls/world'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

test.each(['owner', 'admin'] as const)('a disabled %s reads neither the audit log nor the management keys', async (role) => {
  const userId = world.members[role]
  const seen = async () => {
    const statement =
      'select (select count(*)::integer from core.audit_log) as audit, (select count(*)::integer from core.management_keys) as keys'
    const { rows } = await world.as({ role: 'authenticated', userId }, statement)
    return rows[0]
  }
  const before = await seen()
  expect(before.audit).toBeGreaterThan(0)
  expect(before.keys).toBeGreaterThan(0)
  await world.change('update core.users set disabled_at = now() where id = $1', [userId])
  expect(await seen()).toEqual({ audit: 0, keys: 0 })
  await world.change('update core.users set disabled_at = null where id = $1', [userId])
  expect(await seen()).toEqual(before)
})
