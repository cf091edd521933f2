import { AuthPage } from './pages/auth-page'
import { KeysPage } from './pages/keys-page'
import { PeoplePage } from './pages/people-page'
import { TeamPage } from './pages/team-page'
import { enterAsNewcomer, newEmail, password } from './support/entry'
import { asOwner, enterAsMember } from './support/owner'
import { expect, expectAccessible, say, test } from './support/test'

test('somebody is invited by mail, joins, gets another role, and is removed with their keys handed over', async ({
  page,
  words,
  browser,
}) => {
  const [owner, guest] = [newEmail(), newEmail()]
  const team = await enterAsNewcomer(page, owner)
  const people = new PeoplePage(page, words)
  await people.open(team)
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
  await expect(theirs.getByText(say(words.auth.signUpInvited, { team: owner.split('@')[0] ?? '' }))).toBeVisible()
  await expect(auth.email).toHaveValue(guest)
  await auth.password.fill(password)
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
  // Used up, the link tells nothing on the pages before signing in either.
  await theirs.context().clearCookies()
  await theirs.goto(`/sign-up?next=${encodeURIComponent(path)}`)
  await expect(theirs.getByText(words.auth.signUpText)).toBeVisible()
  await expect(auth.email).toHaveValue('')
  await second.close()
})

test('an invite is for its address alone, is sent again, taken back, and runs out', async ({ page, words, browser }) => {
  const [guest, late, unwanted] = [newEmail(), newEmail(), newEmail()]
  const team = await enterAsNewcomer(page)
  const people = new PeoplePage(page, words)
  await people.open(team)
  await people.invite(guest, 'admin')
  await people.invites.filter({ hasText: guest }).waitFor()
  const first = await people.invitePath(guest)
  const stranger = await (await browser.newContext()).newPage()
  await enterAsNewcomer(stranger)
  await stranger.goto(first)
  await expect(stranger.getByText(guest)).toBeVisible()
  await expect(stranger.getByRole('button', { name: words.invite.accept })).toHaveCount(0)

  await people.open(team)
  await people.actOnInvite(guest, 'resend')
  await expect(page.getByText(say(words.team.inviteSent, { email: guest }))).toBeVisible()
  const second = await people.invitePath(guest)
  await stranger.goto(first)
  await expect(stranger.getByText(words.invite.none)).toBeVisible()
  const known = await (await browser.newContext()).newPage()
  await enterAsNewcomer(known, guest)
  await known.goto(second)
  await known.getByRole('button', { name: words.invite.accept }).click()
  await known.waitForURL(`**${team}`)

  await people.open(team)
  await expect(people.member(guest)).toContainText(words.team.roles.admin)
  await people.invite(late, 'viewer')
  await people.invites.filter({ hasText: late }).waitFor()
  await people.invite(unwanted, 'viewer')
  await people.invites.filter({ hasText: unwanted }).waitFor()
  const [runOut, revoked] = [await people.invitePath(late), await people.invitePath(unwanted)]
  await asOwner(`update core.invites set expires_at = now() - interval '1 minute' where email = $1`, [late])
  await people.open(team)
  await expect(people.invites.filter({ hasText: late })).toContainText(words.team.expired)
  await people.actOnInvite(unwanted, 'revoke')
  await expect(people.invites).toHaveCount(1)
  await stranger.goto(runOut)
  await expect(stranger.getByText(words.invite.expired)).toBeVisible()
  await stranger.goto(revoked)
  await expect(stranger.getByText(words.invite.revoked)).toBeVisible()
  await known.context().close()
  await stranger.context().close()
})

test('an owner hands the team over, leaves it, and the next owner goes on', async ({ page, words, browser }) => {
  const owner = newEmail()
  const team = await enterAsNewcomer(page, owner)
  const heir = await browser.newPage()
  const email = await enterAsMember(heir, team, 'admin')
  const people = new PeoplePage(page, words)
  await people.open(team)
  await expect(page.getByText(words.team.leaveLast)).toBeVisible()
  await people.transferTo(email)
  await expect(people.member(owner)).toContainText(words.team.roles.admin)
  await people.leave()
  await page.waitForURL(/\/start$/)
  await expect(page.getByRole('link', { name: words.start.newTeam })).toBeVisible()
  await heir.goto(`${team}/team`)
  const left = new PeoplePage(heir, words)
  await expect(left.members).toHaveCount(1)
  await expect(left.member(email)).toContainText(words.team.roles.owner)
  await heir.close()
})

test('a second team is made, and deleted again with its name', async ({ page, words }) => {
  await enterAsNewcomer(page)
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
