import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AdmitItem, admitRequest } from '#lib/ledger/admit-request'
import { settleRequest } from '#lib/ledger/settle-request'
import { sweepHolds } from '#lib/ledger/sweep-holds'
import { newId } from '#lib/shared/ids'
import { admissionOf, balanceOf, expectBooksToBalance, makeTeam, settlementOf, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

async function listedTags(requestId: string): Promise<string[]> {
  const { rows } = await owner.query<{ tag: string }>('select tag from usage.request_tags where request_id = $1 order by tag', [requestId])
  return rows.map(({ tag }) => tag)
}

async function held(team: TestTeam, overrides: Partial<AdmitItem> = {}): Promise<AdmitItem> {
  const item = admissionOf(team, overrides)
  await admitRequest(item)
  return item
}

function listBefore({ requestId, teamId }: AdmitItem, tag: string) {
  return owner.query('insert into usage.request_tags (team_id, tag, request_id, started_at) values ($1, $2, $3, now())', [
    teamId,
    tag,
    requestId,
  ])
}

test('the requests of a batch are found by their own tags, by each once', async () => {
  const team = await makeTeam(100n)
  const items = [await held(team), await held(team), await held(team)] as const
  const tags = [['a', 'b', 'a'], null, ['b']]
  await Promise.all(items.map((item, i) => settleRequest(settlementOf(item, 1n, { tags: tags[i] ?? null }))))
  const [twice, untagged, other] = items
  expect(await listedTags(twice.requestId)).toEqual(['a', 'b'])
  expect(await listedTags(untagged.requestId)).toEqual([])
  expect(await listedTags(other.requestId)).toEqual(['b'])
  await settleRequest(settlementOf(twice, 1n, { tags: ['c'] }))
  expect(await listedTags(twice.requestId)).toEqual(['a', 'b'])
  await expectBooksToBalance()
})

test('a tag that is listed already stands in the way of no charge', async () => {
  const team = await makeTeam(100n)
  const [listed, other] = [await held(team), await held(team)]
  await listBefore(listed, 'a')
  const outcomes = await Promise.all([listed, other].map((item) => settleRequest(settlementOf(item, 7n, { tags: ['a', 'b'] }))))
  expect(outcomes).toEqual(['charged', 'charged'])
  expect(await listedTags(listed.requestId)).toEqual(['a', 'b'])
  expect(await listedTags(other.requestId)).toEqual(['a', 'b'])
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 86n, heldNanos: 0n })
  await expectBooksToBalance()
})

test('tags of a settlement that came after the sweeper are listed, beside one that came in time', async () => {
  const team = await makeTeam(100n)
  const late = await held(team, { ttlMs: -1 })
  await sweepHolds()
  const inTime = await held(team)
  await Promise.all([late, inTime].map((item) => settleRequest(settlementOf(item, 7n, { tags: ['a'] }))))
  expect([await listedTags(late.requestId), await listedTags(inTime.requestId)]).toEqual([['a'], ['a']])
  expect(await balanceOf(team)).toMatchObject({ creditNanos: 86n, heldNanos: 0n })
  await expectBooksToBalance()
})

test('rows that are written otherwise are listed, in the transaction of a settlement as well', async () => {
  const team = await makeTeam(100n)
  const item = await held(team)
  const body = { n: 0, id: item.requestId, team: team.teamId, key: team.keyId, model: 'm', wire: 'openai-chat', status: 'succeeded' }
  const written = newId()
  await owner.query('begin')
  await owner.query('select ledger.settle($1)', [JSON.stringify([{ ...body, charge: '1', cost: '1', tags: ['a'] }])])
  await owner.query(
    `insert into usage.requests (id, started_at, team_id, key_id, model, wire, status, tags)
     values ($1, core.time_of_id($1), $2, $3, 'm', 'openai-chat', 'succeeded', '{b,b}')`,
    [written, team.teamId, team.keyId],
  )
  await owner.query('commit')
  expect([await listedTags(item.requestId), await listedTags(written)]).toEqual([['a'], ['b']])
})
