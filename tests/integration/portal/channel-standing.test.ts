import { afterAll, beforeAll, expect, test } from 'vitest'
import { admitRequest } from '#lib/ledger/admit-request'
import { type Settlement, settleRequest } from '#lib/ledger/settle-request'
import { systemActor } from '#lib/portal/acting/actor'
import { createChannel } from '#lib/portal/channels/create-channel'
import { getChannelDetail } from '#lib/portal/channels/get-channel-detail'
import { listChannelOverviews } from '#lib/portal/channels/list-channel-overviews'
import { testChannel } from '#lib/portal/channels/test-channel'
import { updateChannel } from '#lib/portal/channels/update-channel'
import { newId } from '#lib/shared/ids'
import { codeOf, makeOperator, makePerson, setPortalEnvironment } from '#tests/integration/portal/personas'
import { admissionOf, makeTeam, settlementOf, type TestTeam } from '#tests/support/ledger'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'
import { startUpstream, type ScriptedUpstream } from '#tests/support/upstream'

let database: TestDatabase
let upstream: ScriptedUpstream
let team: TestTeam
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  upstream = await startUpstream()
  team = await makeTeam(1_000_000n)
})
afterAll(async () => {
  await upstream.close()
  await database.drop()
})

const soon = () => new Date(Date.now() + 60_000)
const make = (name: string, models = [{ model: `model-of-${name}` }]) =>
  createChannel(systemActor, {
    name,
    provider: 'openai-compatible',
    baseUrl: upstream.baseUrl,
    credentials: ['sk-standing-credential'],
    models,
  })

async function spend(overrides: Partial<Settlement>): Promise<string> {
  const admission = admissionOf(team)
  await admitRequest(admission)
  await settleRequest(settlementOf(admission, 1n, overrides))
  return admission.requestId
}

const overviewOf = async (id: string) => {
  const found = (await listChannelOverviews(systemActor, { now: soon() })).find((channel) => channel.id === id)
  if (!found) throw new Error('the channel is not listed')
  return found
}

test('a channel counts the requests that ended on it and tells its latest failure', async () => {
  const { id } = await make('counted')
  await spend({ channelId: id, latencyMs: 100 })
  await spend({ channelId: id, latencyMs: 300 })
  const failed = await spend({ channelId: id, status: 'failed', errorCode: 'upstream_error', httpStatus: 502 })
  const { standing, state } = await overviewOf(id)
  expect(standing).toMatchObject({ requests: 3, failures: 1, failovers: 0, p95LatencyMs: 300 })
  expect(standing.lastFailure).toMatchObject({ requestId: failed, code: 'upstream_error', recovered: false })
  expect(state).toBe('working')
})

test('a request that the client got wrong is no trouble of the channel', async () => {
  const { id } = await make('innocent')
  await spend({ channelId: id, status: 'failed', errorCode: 'upstream_rejected', httpStatus: 400 })
  expect((await overviewOf(id)).standing.lastFailure).toBeNull()
})

test('a try that another channel had to take over is told of the channel that failed', async () => {
  const [bad, good] = [await make('first-tried'), await make('second-tried')]
  const attempts = [
    { channel_id: bad.id, status: 503, failure: 'upstream_error', ms: 10, start_us: 0, duration_us: 10_000 },
    { channel_id: good.id, status: 200, failure: null, ms: 20, start_us: 0, duration_us: 20_000 },
  ]
  const ids = [await spend({ channelId: good.id, attempts }), await spend({ channelId: good.id, attempts })]
  await spend({ channelId: good.id, attempts })
  const failing = await overviewOf(bad.id)
  expect(failing.standing).toMatchObject({ requests: 0, failures: 0, failovers: 3 })
  expect(failing.standing.lastFailure).toMatchObject({ httpStatus: 503, recovered: true })
  expect(failing.state).toBe('failing')
  expect((await overviewOf(good.id)).standing).toMatchObject({ requests: 3, failures: 0, failovers: 0, lastFailure: null })
  const { failures } = await getChannelDetail(systemActor, bad.id, soon())
  expect(failures).toHaveLength(3)
  expect(failures.map((failure) => failure.requestId)).toEqual(expect.arrayContaining(ids))
})

test('the last test of each model is kept, and a failed one marks a channel without traffic', async () => {
  const { id } = await make('tested')
  upstream.answer((_request, response) => {
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":{"message":"bad key sk-standing-credential"}}')
  })
  await testChannel(systemActor, { channelId: id })
  const refused = await overviewOf(id)
  expect(refused.state).toBe('failing')
  expect(refused.standing.lastTest).toMatchObject({ ok: false, httpStatus: 401, model: 'model-of-tested' })
  expect(refused.standing.lastTest?.error).not.toContain('sk-standing-credential')
  upstream.answer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":[{"message":{"content":"ok"}}]}')
  })
  await testChannel(systemActor, { channelId: id })
  expect(await getChannelDetail(systemActor, id, soon())).toMatchObject({ state: 'idle', tests: [{ ok: true, error: null }] })
})

test('a switched-off channel and one without models say so', async () => {
  const [off, bare] = [await make('off'), await make('bare', [])]
  await updateChannel(systemActor, { channelId: off.id, enabled: false })
  expect((await overviewOf(off.id)).state).toBe('disabled')
  expect((await overviewOf(bare.id)).state).toBe('unready')
})

test('a model that only one enabled channel serves is named with it', async () => {
  const [one, other] = [await make('one', [{ model: 'alone' }, { model: 'shared' }]), await make('other', [{ model: 'shared' }])]
  expect((await overviewOf(one.id)).soleModels).toEqual(['alone'])
  await updateChannel(systemActor, { channelId: other.id, enabled: false })
  expect((await overviewOf(one.id)).soleModels).toEqual(['alone', 'shared'])
  expect((await getChannelDetail(systemActor, one.id, soon())).soleModels).toEqual(['alone', 'shared'])
})

test('the list finds by name, address and model', async () => {
  const { id } = await make('Needle', [{ model: 'haystack-7b' }])
  for (const search of ['needl', 'haystack']) {
    expect((await listChannelOverviews(systemActor, { search, now: soon() })).map((channel) => channel.id)).toEqual([id])
  }
  expect(await listChannelOverviews(systemActor, { search: '100%', now: soon() })).toEqual([])
})

test('every operator sees how channels do; nobody else does, and a channel that is not there is not found', async () => {
  const { id } = await make('seen')
  const finance = await makeOperator('finance')
  expect((await getChannelDetail(finance, id, soon())).id).toBe(id)
  const person = await makePerson()
  expect(await codeOf(listChannelOverviews(person, { now: soon() }))).toBe('forbidden')
  expect(await codeOf(getChannelDetail(person, id, soon()))).toBe('forbidden')
  expect(await codeOf(getChannelDetail(finance, newId(), soon()))).toBe('not_found')
})
