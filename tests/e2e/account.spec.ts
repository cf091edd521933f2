import { randomUUID } from 'node:crypto'
import type { Browser } from '@playwright/test'
import { AccountPage } from './pages/account-page'
import { AuthPage } from './pages/auth-page'
import { OutboxPage } from './pages/outbox-page'
import { TeamPage } from './pages/team-page'
import { submitEntry } from './support/entry'
import { expect, expectAccessible, type Messages, say, test } from './support/test'

const password = 'correct horse battery'
const newEmail = () => `${randomUUID()}@example.com`

/** The same person in another browser. */
async function signInElsewhere(browser: Browser, words: Messages, email: string) {
  const elsewhere = await (await browser.newContext()).newPage()
  await new AuthPage(elsewhere, words).signIn(email, password)
  await new TeamPage(elsewhere, words).arrived()
  return elsewhere
}

test('a name, a language and a theme are kept', async ({ page, words }) => {
  await new AuthPage(page, words).signUp(newEmail(), password)
  await new TeamPage(page, words).arrived()
  const account = new AccountPage(page, words)
  await account.open()
  await expectAccessible(page)
  const profile = account.card(words.account.profile.title)
  await profile.getByLabel(words.account.profile.name).fill('Ada Lovelace')
  await profile.getByRole('button', { name: words.account.profile.save }).click()
  await expect(profile.getByRole('status')).toContainText(words.account.profile.saved)

  const preferences = account.card(words.account.preferences)
  await preferences.getByRole('radio', { name: words.ui.themes.dark }).check()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expectAccessible(page)
  const reading = (await page.locator('html[lang^=zh]').count()) > 0
  await preferences.getByRole('radio', { name: reading ? 'English' : '简体中文' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', reading ? 'en' : 'zh-CN')
  await page.reload()
  await expect(page.getByRole('textbox').first()).toHaveValue('Ada Lovelace')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('changing the password asks for the present one and ends the other sessions', async ({ page, words, browser }) => {
  const email = newEmail()
  await new AuthPage(page, words).signUp(email, password)
  await new TeamPage(page, words).arrived()
  const elsewhere = await signInElsewhere(browser, words, email)
  const overview = elsewhere.url()
  await new AccountPage(elsewhere, words).open()
  const account = new AccountPage(page, words)
  await account.open()
  await account.changePassword('not the present one', 'a better horse battery')
  await expect(account.password).toContainText(words.invalid.present)
  await account.changePassword(password, password)
  await expect(account.password).toContainText(words.invalid.samePassword)
  await account.changePassword(password, 'a better horse battery')
  await expect(account.password.getByRole('status')).toContainText(words.account.password.changed)

  await elsewhere.getByRole('button', { name: words.account.profile.save }).click()
  await elsewhere.waitForURL('**/sign-in?notice=ended&next=%2Faccount')
  expect((await elsewhere.request.get(`${overview}/logs/rows`)).status()).toBe(401)
  await page.reload()
  await expect(account.password).toBeVisible()
  await new AuthPage(elsewhere, words).fill(email, 'a better horse battery')
  await elsewhere.getByRole('button', { name: words.auth.signIn }).click()
  await elsewhere.waitForURL('**/account')
  await elsewhere.context().close()
})

test('an address changes once both mailboxes have agreed', async ({ page, words }) => {
  const [email, moved] = [newEmail(), newEmail()]
  await new AuthPage(page, words).signUp(email, password)
  await new TeamPage(page, words).arrived()
  const account = new AccountPage(page, words)
  const outbox = new OutboxPage(page)
  await account.open()
  await account.changeEmail(moved, 'not the present one')
  await expect(account.email).toContainText(words.invalid.present)
  await account.changeEmail(moved, password)
  await expect(account.email.getByRole('status')).toContainText(words.account.email.sentTitle)

  await outbox.follow(email)
  await page.waitForURL('**/account?notice=half')
  await expect(page.getByRole('status').first()).toContainText(words.account.email.notice.half)
  await expect(account.email).toContainText(email)
  await outbox.follow(moved)
  await page.waitForURL('**/account?notice=moved')
  await expect(account.email).toContainText(moved)
  await outbox.follow(moved)
  await page.waitForURL('**/account?notice=link')

  await page.context().clearCookies()
  await new AuthPage(page, words).signIn(moved, password)
  await new TeamPage(page, words).arrived()
})

test('one session is ended from the list, and signing out everywhere ends this one and the others', async ({ page, words, browser }) => {
  const email = newEmail()
  await new AuthPage(page, words).signUp(email, password)
  await new TeamPage(page, words).arrived()
  const elsewhere = await signInElsewhere(browser, words, email)
  const own = new URL(elsewhere.url()).pathname
  const third = await browser.newContext()
  await submitEntry(third.request, '/sign-in', { email, password })
  await new AccountPage(page, words).open()
  const sessions = page.getByTestId('session')
  await expect(sessions).toHaveCount(3)
  await expect(sessions.filter({ hasText: words.account.sessions.current })).toContainText('Chrome')
  // The newest is the third's, which has asked for nothing since.
  const ending = sessions.filter({ has: page.getByRole('button', { name: words.account.sessions.end }) }).first()
  const browserName = (await ending.innerText()).split('\n')[0] ?? ''
  await ending.getByRole('button', { name: words.account.sessions.end }).click()
  const question = page.getByRole('alertdialog', { name: say(words.account.sessions.endTitle, { browser: browserName }) })
  await expect(question.getByRole('time')).toBeVisible()
  await question.getByRole('button', { name: words.account.sessions.end }).click()
  await expect(sessions).toHaveCount(2)
  await expect(page.getByText(say(words.account.sessions.ended, { browser: browserName }))).toBeVisible()
  await expect(page.getByRole('list', { name: words.account.sessions.list })).toBeFocused()
  expect(new URL((await third.request.get(own)).url()).pathname).toBe('/sign-in')
  expect(new URL((await elsewhere.request.get(own)).url()).pathname).toBe(own)
  await third.close()
  await page.getByRole('button', { name: words.account.sessions.everywhere }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: words.account.sessions.everywhere }).click()
  await page.waitForURL('**/sign-in')
  // A token outlives its session by up to an hour; pages are closed to it at once.
  await elsewhere.reload()
  await elsewhere.waitForURL(`**/sign-in?notice=ended&next=${encodeURIComponent(own)}`)
  await expect(elsewhere.getByRole('status')).toContainText(words.auth.notice.ended)
  await elsewhere.context().close()
})
