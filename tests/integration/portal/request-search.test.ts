import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { settleRequest } from '#lib/ledger/settle-request'
import { systemActor, type UserActor } from '#lib/portal/acting/actor'
import { createKey } from '#lib/portal/keys/create-key'
import { type ListRequestsInput, listRequests } from '#lib/portal/requests/list-requests'
import type { RequestStatus } from '#lib/portal/requests/request-row'
import { firstIdOf, newId } from '#lib/shared/ids'
import { codeOf, makeEmptyTeam, makeMember, makeOperator, setPortalEnvironment } from '#tests/integration/portal/personas'
import { admissionOf, settlementOf } from '#tests/support/ledger'
import { seededRandom } from '#tests/support/seeded-random'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

interface Made {
  id: string
  keyId: string
  model: string
  status: RequestStatus
  streamed: boolean
  chargeNanos: bigint
  client: string | null
  endUser: string | null
  tags: string[]
}

let database: TestDatabase
let reader: UserActor
let teamId: string
let keyIds: string[]
/** Newest first. */
let made: Made[]

const models = ['vendor/a', 'vendor/b', 'vendor/rare']
const statuses = ['succeeded', 'succeeded', 'succeeded', 'failed', 'aborted', 'interrupted'] as const
const hourMs = 3_600_000

beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  teamId = await makeEmptyTeam()
  reader = await makeMember(teamId, 'viewer')
  keyIds = []
  for (const name of ['One', 'Two', 'Three']) keyIds.push((await createKey(systemActor, { teamId, name })).key.id)
  const settled = await Promise.all(Array.from({ length: 240 }, (_, index) => settle(index)))
  const orphaned = await Promise.all([1, 2, 3].map(orphan))
  made = [...settled, ...orphaned].toSorted((a, b) => (a.id < b.id ? 1 : -1))
})
afterAll(() => database.drop())

/** Requests spread over days, across quarter hours and months, with values that are common, rare and absent. */
async function settle(index: number): Promise<Made> {
  const random = seededRandom(index + 1)
  const id = idAt(Date.now() - Math.floor(random() * 40 * 24) * hourMs - Math.floor(random() * hourMs))
  const keyId = keyIds[index % 50 === 0 ? 2 : index % 2] ?? ''
  const model = models[index % 60 === 7 ? 2 : Math.floor(random() * 2)] ?? ''
  const status = statuses[Math.floor(random() * statuses.length)] ?? 'failed'
  const streamed = random() < 0.8
  const chargeNanos = index % 40 === 3 ? 90_000_000n : status === 'failed' ? 0n : BigInt(Math.floor(random() * 1000))
  const admission = admissionOf({ teamId, keyId }, { requestId: id, model })
  const client = index % 3 === 0 ? null : index % 70 === 1 ? 'rare-tool' : 'codex'
  const endUser = index % 4 === 0 ? null : `user-${index % 7}`
  const tags = index % 5 === 0 ? ['night', 'batch', 'night'] : index % 5 === 1 ? ['night'] : index === 17 ? ['rare'] : []
  const labels = { client, endUser, tags: tags.length > 0 ? tags : null }
  const ttftMs = streamed && status === 'succeeded' ? 5 : null
  await settleRequest(settlementOf(admission, chargeNanos, { status, streamed, ttftMs, ...labels }))
  return { id, keyId, model, status, streamed, chargeNanos, client, endUser, tags }
}

function idAt(time: number): string {
  return firstIdOf(new Date(time)).slice(0, 14) + newId().slice(14)
}

/** As the sweeper leaves a request: a row that no roll-up counts. */
async function orphan(index: number): Promise<Made> {
  const request = { id: idAt(Date.now() - index * 300 * hourMs), keyId: keyIds[index % 3] ?? '', model: models[index % 3] ?? '' }
  const client = new pg.Client({ connectionString: database.adminUrl })
  await client.connect()
  await client.query(
    `insert into usage.requests (id, started_at, team_id, key_id, model, wire, status) values ($1, core.time_of_id($1), $2, $3, $4, 'openai-chat', 'orphaned')`,
    [request.id, teamId, request.keyId, request.model],
  )
  await client.end()
  return { ...request, status: 'orphaned', streamed: false, chargeNanos: 0n, client: null, endUser: null, tags: [] }
}

async function idsOf(input: ListRequestsInput): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null | undefined
  do {
    const page = await listRequests(reader, { teamId, limit: 7, ...input, cursor })
    ids.push(...page.items.map((request) => request.id))
    cursor = page.nextCursor
  } while (cursor)
  return ids
}

describe('a list narrowed by', () => {
  const expected = (keeps: (request: Made) => boolean) => made.filter(keeps).map(({ id }) => id)

  test('nothing is everything, newest first', async () => {
    expect(await idsOf({})).toEqual(expected(() => true))
  })

  test.each(['succeeded', 'failed', 'aborted', 'interrupted', 'orphaned'] as const)('the state %s', async (status) => {
    expect(await idsOf({ statuses: [status] })).toEqual(expected((request) => request.status === status))
  })

  test('several states, with and without success among them', async () => {
    expect(await idsOf({ statuses: ['failed', 'orphaned'] })).toEqual(
      expected(({ status }) => status === 'failed' || status === 'orphaned'),
    )
    expect(await idsOf({ statuses: ['succeeded', 'aborted'] })).toEqual(
      expected(({ status }) => status === 'succeeded' || status === 'aborted'),
    )
  })

  test.each(models)('the model %s, its orphans too', async (model) => {
    expect(await idsOf({ models: [model] })).toEqual(expected((request) => request.model === model))
  })

  test('several keys and models at once', async () => {
    const input = { keyIds: [keyIds[0] ?? '', keyIds[2] ?? ''], models: ['vendor/a', 'vendor/rare'] }
    expect(await idsOf(input)).toEqual(expected(({ keyId, model }) => input.keyIds.includes(keyId) && input.models.includes(model)))
  })

  test('a charge that few requests reach, and one that all do', async () => {
    expect(await idsOf({ minChargeNanos: 90_000_000n })).toEqual(expected(({ chargeNanos }) => chargeNanos >= 90_000_000n))
    expect(await idsOf({ minChargeNanos: 1n })).toEqual(expected(({ chargeNanos }) => chargeNanos >= 1n))
    expect(await idsOf({ minChargeNanos: 10n ** 12n })).toEqual([])
  })

  test.each([true, false])('streamed %s', async (streamed) => {
    expect(await idsOf({ streamed })).toEqual(expected((request) => request.streamed === streamed))
  })

  test('a stretch of time, beside any other filter', async () => {
    const [from, to] = [new Date(Date.now() - 30 * 24 * hourMs), new Date(Date.now() - 5 * 24 * hourMs)]
    const within = ({ id }: Made) => id >= firstIdOf(from) && id < firstIdOf(to)
    expect(await idsOf({ from, to })).toEqual(expected(within))
    expect(await idsOf({ from, to, models: ['vendor/b'] })).toEqual(expected((request) => within(request) && request.model === 'vendor/b'))
    expect(await idsOf({ from, to, statuses: ['failed'] })).toEqual(expected((request) => within(request) && request.status === 'failed'))
  })

  test('client tools and end users, one or several, beside other filters', async () => {
    expect(await idsOf({ clients: ['rare-tool'] })).toEqual(expected(({ client }) => client === 'rare-tool'))
    expect(await idsOf({ clients: ['rare-tool', 'codex'] })).toEqual(expected(({ client }) => client !== null))
    expect(await idsOf({ endUsers: ['user-3'] })).toEqual(expected(({ endUser }) => endUser === 'user-3'))
    const both = { endUsers: ['user-3', 'user-5'], models: ['vendor/a'] }
    expect(await idsOf(both)).toEqual(expected(({ endUser, model }) => both.endUsers.includes(endUser ?? '') && model === 'vendor/a'))
  })

  test('tags, each request once however many of them it carries, beside other filters', async () => {
    expect(await idsOf({ tags: ['rare'] })).toEqual(expected(({ tags }) => tags.includes('rare')))
    expect(await idsOf({ tags: ['night'] })).toEqual(expected(({ tags }) => tags.includes('night')))
    expect(await idsOf({ tags: ['batch', 'rare', 'night'] })).toEqual(expected(({ tags }) => tags.length > 0))
    expect(await idsOf({ tags: ['night'], statuses: ['failed'] })).toEqual(
      expected(({ tags, status }) => tags.includes('night') && status === 'failed'),
    )
    expect(await idsOf({ tags: ['night'], keyIds: [keyIds[2] ?? ''] })).toEqual(
      expected(({ tags, keyId }) => tags.includes('night') && keyId === keyIds[2]),
    )
    const from = new Date(Date.now() - 20 * 24 * hourMs)
    expect(await idsOf({ tags: ['batch'], from })).toEqual(expected(({ tags, id }) => tags.includes('batch') && id >= firstIdOf(from)))
    const [operator, elsewhere] = [await makeOperator('support'), await makeMember(await makeEmptyTeam(), 'owner')]
    expect((await listRequests(operator, { tags: ['rare'] })).items.map(({ id }) => id)).toEqual(
      expected(({ tags }) => tags.includes('rare')),
    )
    expect(await codeOf(listRequests(elsewhere, { teamId, tags: ['rare'] }))).toBe('not_found')
  })

  test('a tag that nearly every request carries, beside something rare among the oldest', async () => {
    const team = await makeEmptyTeam()
    const viewer = await makeMember(team, 'viewer')
    const client = new pg.Client({ connectionString: database.adminUrl })
    await client.connect()
    await client.query(
      `insert into usage.requests (id, started_at, team_id, key_id, model, wire, status, tags)
       select x.id, core.time_of_id(x.id), $1, $2, 'm', 'openai-chat', case when x.n <= 3 then 'failed' else 'succeeded' end, '{all}'
       from (select core.new_id() as id, n from generate_series(1, 1400) n) x`,
      [team, keyIds[0]],
    )
    await client.end()
    const read = async (input: ListRequestsInput) => (await listRequests(viewer, { teamId: team, limit: 20, ...input })).items.length
    expect([await read({ tags: ['all'] }), await read({ tags: ['all'], streamed: true })]).toEqual([20, 0])
    expect(await read({ tags: ['all'], statuses: ['failed'] })).toBe(3)
  })

  test('a value that nothing has, or no value at all, is nothing', async () => {
    expect(await idsOf({ tags: ['none'] })).toEqual([])
    expect(await idsOf({ tags: [] })).toEqual([])
    expect(await idsOf({ models: ['vendor/none'] })).toEqual([])
    expect(await idsOf({ keyIds: [] })).toEqual([])
    expect(await idsOf({ statuses: [] })).toEqual([])
  })
})
