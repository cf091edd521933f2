import { randomUUID } from 'node:crypto'
import { AuthPage } from './pages/auth-page'
import { KeysPage } from './pages/keys-page'
import { PeoplePage } from './pages/people-page'
import { TeamPage } from './pages/team-page'
import { expect, expectAccessible, say, test } from './support/test'

const password = 'correct horse battery'

test('somebody is invited by mail, joins, gets another role, and is removed with their keys handed over', async ({
  page,
  words,
  browser,
}) => {
  const [owner, guest] = [`${randomUUID()}@example.com`, `${randomUUID()}@example.com`]
  await new AuthPage(page, words).signUp(owner, password)
  await new TeamPage(page, words).arrived()
  const team = new URL(page.url()).pathname
  const people = new PeoplePage(page, words)
  await people.open()
  await people.invite(guest, 'viewer')
  await expect(page.getByText(say(words.team.inviteSent, { email: guest }))).toBeVisible()
  await expect(people.invites.filter({ hasText: guest })).toContainText(words.team.roles.viewer)
  await expectAccessible(page)
  await people.invite(guest, 'viewer')
  await expect(page.getByText(words.team.refusals.invited)).toBeVisible()
  await page.keyboard.press('Escape')

  const second = await browser.newContext()
  const theirs = await second.newPage()
  const path = await people.invitePath(guest)
  await theirs.goto(path)
  await expectAccessible(theirs)
  await theirs.getByRole('link', { name: words.auth.signUp }).click()
  const auth = new AuthPage(theirs, words)
  await auth.fill(guest, password)
  await theirs.getByRole('button', { name: words.auth.signUp }).click()
  await theirs.getByRole('button', { name: words.invite.accept }).click()
  await theirs.waitForURL(`**${team}`)

  await page.goto(`${team}/team`)
  await expect(people.member(guest)).toContainText(words.team.roles.viewer)
  await people.changeRole(guest, 'developer')
  await expect(people.member(guest)).toContainText(words.team.roles.developer)

  const keys = new KeysPage(theirs, words)
  await keys.open()
  await keys.createKey({ name: 'left behind' })
  await page.reload()
  await people.remove(guest, 1, owner)
  await expect(people.member(guest)).toHaveCount(0)
  await page.goto(`${team}/keys`)
  await expect(page.getByTestId('key').filter({ hasText: 'left behind' })).toBeVisible()
  expect((await theirs.goto(`${team}/keys`))?.status()).toBe(404)
  await theirs.goto(path)
  await expect(theirs.getByText(words.invite.accepted)).toBeVisible()
  await second.close()
})

test('an invite for another address says so, and a revoked one lets nobody in', async ({ page, words, browser }) => {
  const [owner, guest] = [`${randomUUID()}@example.com`, `${randomUUID()}@example.com`]
  await new AuthPage(page, words).signUp(owner, password)
  await new TeamPage(page, words).arrived()
  const team = new URL(page.url()).pathname
  const people = new PeoplePage(page, words)
  await people.open()
  await people.invite(guest, 'admin')
  await people.invites.filter({ hasText: guest }).waitFor()
  const path = await people.invitePath(guest)

  const stranger = await (await browser.newContext()).newPage()
  await new AuthPage(stranger, words).signUp(`${randomUUID()}@example.com`, password)
  await new TeamPage(stranger, words).arrived()
  await stranger.goto(path)
  await expect(stranger.getByText(guest)).toBeVisible()
  await expect(stranger.getByRole('button', { name: words.invite.accept })).toHaveCount(0)

  await page.goto(`${team}/team`)
  await page.getByRole('button', { name: say(words.team.actsOfInvite, { email: guest }) }).click()
  await page.getByRole('menuitem', { name: words.team.revoke }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: words.team.revoke }).click()
  await expect(page.getByText(words.team.noInvites)).toBeVisible()
  await stranger.goto(path)
  await expect(stranger.getByText(words.invite.revoked)).toBeVisible()
  await stranger.context().close()
})

test('a second team is made, and deleted again with its name', async ({ page, words }) => {
  await new AuthPage(page, words).signUp(`${randomUUID()}@example.com`, password)
  await new TeamPage(page, words).arrived()
  await page.goto('/new-team')
  await page.getByLabel(words.team.name, { exact: true }).fill('Second')
  await page.getByRole('button', { name: words.team.newAct }).click()
  await new TeamPage(page, words).arrived()
  const team = new URL(page.url()).pathname
  await page.goto(`${team}/team`)
  await expect(page.getByText(words.team.leaveLast)).toBeVisible()
  await page.getByRole('button', { name: words.team.delete }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('textbox').fill('Second')
  await dialog.getByRole('button', { name: words.team.delete }).click()
  await new TeamPage(page, words).arrived()
  expect(new URL(page.url()).pathname).not.toBe(team)
})
