import { randomUUID } from 'node:crypto'
import { parseId } from '#lib/shared/ids'
import { TeamSettingsPage } from './pages/team-settings-page'
import { enterAsNewcomer, newEmail } from './support/entry'
import { asOwner } from './support/owner'
import { expect, expectAccessible, test } from './support/test'

test('an owner renames the team and moves its clock; both are there after a reload', async ({ page, words }) => {
  const email = newEmail()
  const settings = new TeamSettingsPage(page, words)
  await settings.open(await enterAsNewcomer(page, email))
  await expectAccessible(page)
  await expect(settings.members).toHaveCount(1)
  await expect(settings.members).toContainText(email)
  await expect(settings.members).toContainText(words.team.roles.owner)

  const name = `Team ${randomUUID().slice(0, 8)}`
  await settings.name.fill(name)
  await settings.chooseTimeZone('UTC', 'shangh')
  await settings.save()
  await page.reload()
  await expect(settings.name).toHaveValue(name)
  await expect(settings.timeZone('Asia/Shanghai')).toBeVisible()
  await expect(page.getByText(name).first()).toBeVisible()
})

test('a team without a name is refused, and keeps the one it has', async ({ page, words }) => {
  const settings = new TeamSettingsPage(page, words)
  await settings.open(await enterAsNewcomer(page))
  const before = await settings.name.inputValue()
  await settings.name.fill('  ')
  await page.getByRole('button', { name: words.team.save }).click()
  await expect(page.getByText(words.invalid.required)).toBeVisible()
  await page.reload()
  await expect(settings.name).toHaveValue(before)
})

test('the id of the team is copied with one press', async ({ page, words }) => {
  const team = await enterAsNewcomer(page)
  await new TeamSettingsPage(page, words).open(team)
  await page.getByRole('button', { name: words.team.copyId }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(team.slice(1))
})

test('a team that the operator has disabled says so on its pages, and offers no new key', async ({ page, words }) => {
  const team = await enterAsNewcomer(page)
  await asOwner(`update core.teams set status = 'disabled' where id = $1`, [parseId('team', team.slice(1))])
  await page.goto(`${team}/keys`)
  await expect(page.getByText(words.team.closed)).toBeVisible()
  await expect(page.getByRole('button', { name: words.keys.create })).toHaveCount(0)
  await expectAccessible(page)
  await page.goto(team)
  await expect(page.getByText(words.team.closed)).toBeVisible()
})
