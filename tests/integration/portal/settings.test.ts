import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { operatorRoles } from '#lib/portal/acting/permissions'
import { getSettings } from '#lib/portal/settings/get-settings'
import { readBrand } from '#lib/portal/settings/read-brand'
import { updateSettings } from '#lib/portal/settings/update-settings'
import { closePools } from '#lib/shared/database/pools'
import { forgetProcessState } from '#lib/shared/process-state'
import { auditOf, codeOf, makeOperator, makePerson, managementKey, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() => forgetProcessState('brand'))

test('the name, the hue and the contacts change for every page of this process at once', async () => {
  expect(await readBrand()).toEqual({ name: 'Tollgate', accentHue: 195, supportEmail: null, supportUrl: null })
  const change = { name: ' Acme AI ', accentHue: 0, supportEmail: 'help@example.com', supportUrl: 'https://example.com/help' }
  const changed = await updateSettings(await makeOperator('owner'), change)
  expect(changed).toEqual({ ...change, name: 'Acme AI' })
  expect(await readBrand()).toEqual(changed)
  forgetProcessState('brand')
  expect(await readBrand()).toEqual(changed)
})

test('what is left out stays, and null takes a contact away', async () => {
  const owner = await makeOperator('owner')
  await updateSettings(owner, { name: 'Kept', accentHue: 40, supportEmail: 'help@example.com' })
  expect(await updateSettings(owner, { supportEmail: null })).toMatchObject({ name: 'Kept', accentHue: 40, supportEmail: null })
})

test('only an operator owner may; a person without a role may not', async () => {
  for (const role of operatorRoles) {
    expect(await codeOf(updateSettings(await makeOperator(role), { accentHue: 1 }))).toBe(role === 'owner' ? 'done' : 'forbidden')
  }
  expect(await codeOf(updateSettings(await makePerson(), { accentHue: 1 }))).toBe('forbidden')
  expect(await codeOf(updateSettings(managementKey(null), { accentHue: 1 }))).toBe('done')
})

test.each([
  ['name', { name: '   ' }],
  ['name', { name: 'x'.repeat(41) }],
  ['name', { name: 'two\nlines' }],
  ['accent_hue', { accentHue: 360 }],
  ['accent_hue', { accentHue: -1 }],
  ['accent_hue', { accentHue: 1.5 }],
  ['support_email', { supportEmail: 'nobody' }],
  ['support_url', { supportUrl: 'javascript:alert(1)' }],
  ['support_url', { supportUrl: 'https://user:secret@example.com' }],
])('a bad %s is refused and changes nothing', async (param, input) => {
  const owner = await makeOperator('owner')
  const before = await updateSettings(owner, {})
  await expect(updateSettings(owner, input)).rejects.toMatchObject({ code: 'invalid_request', param })
  expect(await updateSettings(owner, {})).toEqual(before)
})

test('a change is audited with what was before', async () => {
  const owner = await makeOperator('owner')
  await updateSettings(owner, { name: 'Before' })
  await updateSettings(owner, { name: 'After' })
  expect((await auditOf('settings')).at(-1)).toMatchObject({
    team_id: null,
    actor_id: owner.userId,
    action: 'settings.change',
    before: { brand_name: 'Before' },
    after: { brand_name: 'After' },
  })
})

test('concurrent changes of different parts both stay', async () => {
  const owner = await makeOperator('owner')
  await Promise.all([updateSettings(owner, { name: 'Both' }), updateSettings(owner, { accentHue: 77 })])
  expect(await updateSettings(owner, {})).toMatchObject({ name: 'Both', accentHue: 77 })
})

test('a page still has a name while the database is away, and learns the real one when it is back', async () => {
  const known = await updateSettings(await makeOperator('owner'), { name: 'Known' })
  forgetProcessState('brand')
  await closePools()
  expect((await readBrand()).name).toBe('Tollgate')
  forgetProcessState('portal-database')
  forgetProcessState('brand')
  expect(await readBrand()).toEqual(known)
})

test('any operator reads the settings as they are in the database; nobody else does', async () => {
  const changed = await updateSettings(await makeOperator('owner'), { name: 'Read anew' })
  forgetProcessState('brand')
  for (const role of operatorRoles) expect(await getSettings(await makeOperator(role))).toEqual(changed)
  expect(await codeOf(getSettings(await makePerson()))).toBe('forbidden')
})
