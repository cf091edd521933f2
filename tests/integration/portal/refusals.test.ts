import { afterAll, beforeAll, expect, test } from 'vitest'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { createKey } from '#lib/portal/keys/create-key'
import { systemActor } from '#lib/portal/acting/actor'
import { countAllRefusals, countRefusals } from '#lib/portal/usage/count-refusals'
import { codeOf, makeEmptyTeam, makeMember, makeOperator, makePerson, managementKey } from '#tests/integration/portal/personas'
import { openUsageWorld, span, type UsageWorld } from '#tests/integration/portal/usage-world'

let world: UsageWorld
beforeAll(async () => {
  world = await openUsageWorld()
})
afterAll(() => world.close())

const nobody = '00000000-0000-0000-0000-000000000000'
const refuse = (keyId: string, quarter: string, code: string, refused: number) =>
  world.owner.query('insert into usage.refusals (quarter, key_id, code, refused) values ($1, $2, $3, $4)', [quarter, keyId, code, refused])

test('refused requests of a team are counted by reason and key, over its keys and no others', async () => {
  const [teamId, other] = [await makeEmptyTeam(), await makeEmptyTeam()]
  const keyOf = async (team: string, name = 'k') => (await createKey(systemActor, { teamId: team, name })).key.id
  const [first, second, foreign] = [await keyOf(teamId), await keyOf(teamId, 'gone'), await keyOf(other)]
  await refuse(first, '2026-11-03T00:00:00Z', 'model_not_found', 7)
  await refuse(second, '2026-11-03T00:15:00Z', 'model_not_found', 3)
  await refuse(second, '2026-11-03T23:45:00Z', 'insufficient_credit', 2)
  await refuse(first, '2026-11-04T00:00:00Z', 'rate_limited', 5)
  await refuse(foreign, '2026-11-03T00:00:00Z', 'model_not_found', 100)
  await deleteKey(systemActor, second)
  await refuse(nobody, '2026-11-03T00:00:00Z', 'invalid_api_key', 100)
  const input = { teamId, ...span('2026-11-03T00:00:00Z', '2026-11-04T00:00:00Z') }
  const key = (id: string, name: string, refused: number) => ({ id, name, refused, kind: 'inference', isDeleted: id === second })
  const counted = [
    { code: 'model_not_found', refused: 10, keys: [key(first, 'k', 7), key(second, 'gone', 3)] },
    { code: 'insufficient_credit', refused: 2, keys: [key(second, 'gone', 2)] },
  ]
  for (const reader of [await makeMember(teamId, 'viewer'), managementKey(teamId), await makeOperator('support')])
    expect(await countRefusals(reader, input)).toEqual(counted)
  expect(await countRefusals(await makeMember(other, 'owner'), { ...input, teamId: other })).toEqual([
    { code: 'model_not_found', refused: 100, keys: [{ id: foreign, name: 'k', refused: 100, kind: 'inference', isDeleted: false }] },
  ])
  const { from, to } = input
  expect(await countAllRefusals(await makeOperator('support'), { from, to })).toEqual([
    { code: 'model_not_found', refused: 110 },
    { code: 'invalid_api_key', refused: 100 },
    { code: 'insufficient_credit', refused: 2 },
  ])
  for (const member of [await makeMember(teamId, 'owner'), managementKey(teamId)])
    expect(await codeOf(countAllRefusals(member, { from, to }))).toBe('forbidden')
  for (const outsider of [await makePerson(), await makeMember(other, 'owner'), managementKey(other)])
    expect(await codeOf(countRefusals(outsider, input))).toBe('not_found')
})
