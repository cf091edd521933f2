import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageOut } from '#lib/portal/management-api/wire/fields'
import { settingsOut } from '#lib/portal/management-api/wire/installation-wire'
import { auditOut } from '#lib/portal/management-api/wire/report-wire'
import { type Manage, startManage } from '#tests/contract/manage/manage-client'

let manage: Manage
beforeAll(async () => {
  manage = await startManage()
})
afterAll(() => manage.close())

const open = { sign_up: 'open', sign_up_domains: [] }

test('who may sign up is changed with the other settings, or alone', async () => {
  const rule = { sign_up: 'domain', sign_up_domains: ['example.com'] }
  expect((await manage.call('PATCH', '/settings', { sign_up: 'domain' })).refusal).toBe('400 invalid_request')
  expect((await manage.call('PATCH', '/settings', { ...rule, sign_up_domains: ['not a domain'] })).refusal).toBe('400 invalid_request')
  expect((await manage.call('PATCH', '/settings', rule)).body).toMatchObject(rule)
  expect((await manage.call('PATCH', '/settings', open)).body).toMatchObject(open)
})

test('the settings are read, changed in part, and read as they were answered', async () => {
  const before = (await manage.call('GET', '/settings')).as(settingsOut)
  expect(before).toEqual({ name: 'Tollgate', accent_hue: 195, support_email: null, support_url: null, ...open })
  const change = { name: ' Acme AI ', accent_hue: 0, support_email: 'help@example.com', support_url: 'https://example.com/help' }
  const changed = await manage.call('PATCH', '/settings', change)
  expect(changed.body).toEqual({ ...change, ...open, name: 'Acme AI' })
  expect((await manage.call('GET', '/settings')).body).toEqual(changed.body)
  const partly = (await manage.call('PATCH', '/settings', { support_email: null })).as(settingsOut)
  expect(partly).toEqual({ ...change, ...open, name: 'Acme AI', support_email: null })
  expect((await manage.call('PATCH', '/settings', {})).body).toEqual(partly)
  const audit = (await manage.call('GET', '/audit')).as(pageOut(auditOut)).data.filter((row) => row.action === 'settings.change')
  const ofBrand = audit.filter((row) => JSON.stringify(row.before).includes('brand_name'))
  expect(ofBrand.length).toBeGreaterThanOrEqual(3)
  expect(ofBrand.at(-1)).toMatchObject({ target_kind: 'installation', target_id: 'settings', before: { brand_name: 'Tollgate' } })
})

test.each([
  [{ name: ' ' }, 'name'],
  [{ name: 'x'.repeat(41) }, 'name'],
  [{ accent_hue: 360 }, 'accent_hue'],
  [{ accent_hue: '195' }, 'accent_hue'],
  [{ support_email: 'nobody' }, 'support_email'],
  [{ support_url: 'javascript:alert(1)' }, 'support_url'],
  [{ colour: 'red' }, 'colour'],
])('%j is refused, %s is named, and nothing has changed', async (body, field) => {
  const before = (await manage.call('GET', '/settings')).body
  const answer = await manage.call('PATCH', '/settings', { ...body, ...('name' in body ? {} : { name: 'Never' }) })
  expect(answer.refusal).toBe('400 invalid_request')
  expect(answer.details.param).toBe(field)
  expect((await manage.call('GET', '/settings')).body).toEqual(before)
})

test('a team’s own key neither reads nor changes them', async () => {
  const { key } = await manage.team()
  expect((await manage.call('GET', '/settings', undefined, { key })).refusal).toBe('403 forbidden')
  expect((await manage.call('PATCH', '/settings', { name: 'Theirs' }, { key })).refusal).toBe('403 forbidden')
})
