import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { auditOut } from '#lib/portal/management-api/wire/report-wire'
import { teamOut, teamWithBalanceOut } from '#lib/portal/management-api/wire/team-wire'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

test('a team is made with 201 and read back as it was answered', async () => {
  const made = await manage.call('POST', '/teams', { name: '  Acme  ', time_zone: 'Europe/Berlin', customer_group: 'partners' })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ name: 'Acme', status: 'active', time_zone: 'Europe/Berlin', customer_group: 'partners' })
  expect((await manage.call('GET', `/teams/${made.id}`)).body).toEqual(made.body)
})

test.each([
  [{}, 'name'],
  [{ name: '' }, 'name'],
  [{ name: 'a\nb' }, 'name'],
  [{ name: 'x'.repeat(101) }, 'name'],
  [{ name: 7 }, 'name'],
  [{ name: 'ok', time_zone: 'Mars/Olympus' }, 'time_zone'],
  [{ name: 'ok', time_zone: '+08:00' }, 'time_zone'],
  [{ name: 'ok', customer_group: 'No Spaces' }, 'customer_group'],
  [{ name: 'ok', colour: 'red' }, 'colour'],
])('%j is refused and %s is named', async (body, field) => {
  const answer = await manage.call('POST', '/teams', body)
  expect(answer.refusal).toBe('400 invalid_request')
  expect(answer.details.param).toBe(field)
})

test('an operator renames, moves and switches off a team', async () => {
  const { id } = await manage.team()
  const change = { name: 'New name', time_zone: 'Asia/Shanghai', status: 'disabled', customer_group: 'vip' }
  expect((await manage.call('PATCH', `/teams/${id}`, change)).as(teamOut)).toMatchObject(change)
  expect((await manage.call('PATCH', `/teams/${id}`, { status: 'active' })).body).toMatchObject({ ...change, status: 'active' })
})

test('why a team is switched off is kept for operators, with the status it belongs to', async () => {
  const { id } = await manage.team()
  expect((await manage.call('PATCH', `/teams/${id}`, { reason: 'Unpaid' })).details.param).toBe('reason')
  expect((await manage.call('PATCH', `/teams/${id}`, { status: 'active', reason: 'Paid' })).details.param).toBe('reason')
  const off = await manage.call('PATCH', `/teams/${id}`, { status: 'disabled', reason: 'Unpaid' })
  expect(off.as(teamOut)).toMatchObject({ status: 'disabled' })
  const { data } = (await manage.call('GET', '/audit?limit=1')).body as { data: unknown[] }
  expect(data).toMatchObject([{ action: 'team.note_reason', team_id: null, target_id: id, after: { reason: 'Unpaid' } }])
})

test("a team's own key renames it and may not govern it", async () => {
  const { id, key } = await manage.team()
  expect((await manage.call('PATCH', `/teams/${id}`, { name: 'Ours' }, { key })).status).toBe(200)
  expect((await manage.call('PATCH', `/teams/${id}`, { status: 'disabled' }, { key })).refusal).toBe('403 forbidden')
  expect((await manage.call('PATCH', `/teams/${id}`, { customer_group: 'vip' }, { key })).refusal).toBe('403 forbidden')
})

test('a disabled team shuts out its own management keys', async () => {
  const { id, key } = await manage.team()
  await manage.call('PATCH', `/teams/${id}`, { status: 'disabled' })
  expect((await manage.call('GET', `/teams/${id}`, undefined, { key })).refusal).toBe('403 team_disabled')
})

test('lists page by cursor without a gap or a repetition', async () => {
  const made: string[] = []
  for (let i = 0; i < 7; i++) made.push((await manage.call('POST', '/teams', { name: `Paged ${i}` })).id)
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const path: string = `/teams?search=Paged&limit=3${cursor ? `&cursor=${cursor}` : ''}`
    const page = (await manage.call('GET', path)).as(pageOut(teamWithBalanceOut))
    expect(page.data.length).toBeLessThanOrEqual(3)
    seen.push(...page.data.map((team) => team.id))
    cursor = page.next_cursor
  } while (cursor)
  expect(seen).toEqual(made.toReversed())
})

test('a search takes % and _ as they are', async () => {
  await manage.call('POST', '/teams', { name: 'Hundred % sure' })
  const find = async (search: string) =>
    (await manage.call('GET', `/teams?search=${encodeURIComponent(search)}`)).as(pageOut(teamWithBalanceOut)).data
  expect(await find('% s')).toHaveLength(1)
  expect(await find('_undred')).toHaveLength(0)
})

test.each(['limit=0', 'limit=201', 'limit=ten', 'cursor=%20', 'cursor=bm90LWFuLWlk', 'page=2'])('?%s is refused', async (query) => {
  expect((await manage.call('GET', `/teams?${query}`)).refusal).toBe('400 invalid_request')
})

test.each(['team_00000000000000000000000000', 'team_nonsense', 'key_00000000000000000000000000', '%00'])(
  'a team called %s is not found',
  async (id) => {
    expect((await manage.call('GET', `/teams/${id}`)).refusal).toBe('404 not_found')
  },
)

test('an act through the API is audited with the key, the caller and the request id of its answer', async () => {
  const made = await manage.call('POST', '/teams', { name: 'Audited' }, { headers: { 'x-forwarded-for': '203.0.113.7, 10.0.0.1' } })
  const [row] = (await manage.call('GET', `/audit?team=${made.id}`)).as(pageOut(auditOut)).data
  expect(row).toMatchObject({
    action: 'team.create',
    target_id: made.id,
    address: '203.0.113.7',
    request_id: made.headers.get('x-request-id'),
  })
  expect(row?.actor).toMatch(/^mkey_/)
})

test('a team’s own key reads that the operator acted, not with which key and from where', async () => {
  const { id, key } = await manage.team()
  await manage.call('PATCH', `/teams/${id}`, { name: 'Watched' }, { headers: { 'x-forwarded-for': '203.0.113.7' } })
  const rows = (await manage.call('GET', '/audit', undefined, { key })).as(pageOut(auditOut)).data
  expect(rows).toContainEqual(expect.objectContaining({ team_id: id, action: 'team.update', actor: 'operator', address: null }))
  expect(rows.every((row) => row.team_id === id)).toBe(true)
})
