import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { AccountPage } from './pages/account-page'
import { AuthPage } from './pages/auth-page'
import { OutboxPage } from './pages/outbox-page'
import { TeamPage } from './pages/team-page'
import { captureAction, replayAction } from './support/forge-action'
import { asOwner } from './support/owner'
import { expect, expectAccessible, say, test } from './support/test'

const password = 'correct horse battery'
const newEmail = () => `${randomUUID()}@example.com`

test('a password is reset through the mail, once, and every other session ends', async ({ page, words, browser }) => {
  const email = newEmail()
  const auth = new AuthPage(page, words)
  await auth.signUp(email, password)
  await new TeamPage(page, words).arrived()
  const left = page.url()

  const visitor = await (await browser.newContext()).newPage()
  const forgetful = new AuthPage(visitor, words)
  await forgetful.forget(email)
  await expect(visitor.getByRole('status')).toContainText(say(words.auth.sent.reset, { email }))
  await expectAccessible(visitor)
  await visitor.getByRole('link', { name: words.auth.sent.outbox }).click()
  await visitor.waitForURL('**/outbox')
  const link = await (await new OutboxPage(visitor).linkOf(email)).getAttribute('href')
  await expectAccessible(visitor)
  await visitor.goto(link ?? '')
  await expectAccessible(visitor)
  await forgetful.setNewPassword('a better horse battery')
  await new TeamPage(visitor, words).arrived()

  await visitor.goto(link ?? '')
  await expect(visitor.getByRole('status')).toContainText(words.auth.reset.linkNotice)
  await visitor.goto('/reset-password')
  await visitor.waitForURL('**/forgot-password')

  await page.goto(left)
  await page.waitForURL('**/sign-in?notice=ended&next=**')
  await auth.signIn(email, password)
  await expect(auth.refused(words.auth.signInRefused)).toBeVisible()
  await auth.signIn(email, 'a better horse battery')
  await new TeamPage(page, words).arrived()
  await visitor.context().close()
})

test('asking for a reset says the same for an unknown address, and writes nothing', async ({ page, words }) => {
  const email = newEmail()
  await new AuthPage(page, words).forget(email)
  await expect(page.getByRole('status')).toContainText(say(words.auth.sent.reset, { email }))
  await page.goto('/outbox')
  await expect(new OutboxPage(page).mailsTo(email)).toHaveCount(0)
})

test('after signing in the reader is where they wanted to be, and never elsewhere', async ({ page, words }) => {
  const email = newEmail()
  const auth = new AuthPage(page, words)
  await auth.signUp(email, password)
  await new TeamPage(page, words).arrived()
  const wanted = `${new URL(page.url()).pathname}?period=7d`
  await page.context().clearCookies()

  await page.goto(wanted)
  await page.waitForURL('**/sign-in?next=**')
  await auth.fill(email, password)
  await page.getByRole('button', { name: words.auth.signIn }).click()
  await page.waitForURL(`**${wanted}`)

  for (const elsewhere of ['//evil.example', '/\\evil.example', '%2F%2Fevil.example', 'https://evil.example']) {
    await page.context().clearCookies()
    await page.goto(`/sign-in?next=${elsewhere}`)
    await auth.fill(email, password)
    await page.getByRole('button', { name: words.auth.signIn }).click()
    await new TeamPage(page, words).arrived()
  }
})

test('a session that has ended says so and leads back', async ({ page, words }) => {
  const email = newEmail()
  const auth = new AuthPage(page, words)
  await auth.signUp(email, password)
  await new TeamPage(page, words).arrived()
  const own = new URL(page.url()).pathname
  const cookie = await sessionCookie(page)
  await page.context().addCookies([{ ...cookie, value: endedSession(cookie.value) }])

  // What is fetched ahead, or asked for twice, leaves the reader as they are: the page itself says that the session has ended.
  await page.request.get(own, { headers: { rsc: '1', 'next-router-prefetch': '1' }, maxRedirects: 0 })
  await page.request.get(own, { maxRedirects: 0 })
  await page.goto(own)
  await page.waitForURL(`**/sign-in?notice=ended&next=${encodeURIComponent(own)}`)
  await expect(page.getByRole('status')).toContainText(words.auth.notice.ended)
  await expectAccessible(page)
  await auth.fill(email, password)
  await page.getByRole('button', { name: words.auth.signIn }).click()
  await page.waitForURL(`**${own}`)
})

test('an answer that comes late, to a request of an ended session, leaves the session made since', async ({ page, words }) => {
  const email = newEmail()
  await new AuthPage(page, words).signUp(email, password)
  await new TeamPage(page, words).arrived()
  const own = page.url()
  await new AccountPage(page, words).open()
  const save = () => page.getByRole('button', { name: words.account.profile.save }).click()
  const saved = await captureAction(page, save)
  const { value: signedOut } = await sessionCookie(page)
  await page.getByRole('button', { name: words.account.sessions.here }).click()
  await page.waitForURL('**/sign-in')
  await new AuthPage(page, words).signIn(email, password)
  await new TeamPage(page, words).arrived()
  const { value: present } = await sessionCookie(page)
  expect(present).not.toBe(signedOut)

  for (const value of [signedOut, endedSession(signedOut)]) {
    const late = { cookie: `tollgate-session=${value}` }
    const answers = [
      await page.request.get(own, { headers: { ...late, rsc: '1', 'next-router-prefetch': '1' }, maxRedirects: 0 }),
      await page.request.get(own, { headers: late, maxRedirects: 0 }),
      await page.request.get('/sign-in', { headers: late }),
      await replayAction(page, saved, late),
    ]
    for (const answer of answers) expect(answer.headers()['set-cookie'] ?? '').not.toContain('tollgate-session')
    expect((await sessionCookie(page)).value).toBe(present)
  }
  await page.goto(own)
  await new TeamPage(page, words).arrived()
})

async function sessionCookie(page: Page) {
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'tollgate-session')
  if (!cookie) throw new Error('the browser holds no session')
  return cookie
}

test('a session whose hour is over is renewed once for all that ask at once, and stays', async ({ page, words }) => {
  await new AuthPage(page, words).signUp(newEmail(), password)
  await new TeamPage(page, words).arrived()
  const own = page.url()
  const { value } = await sessionCookie(page)
  const headers = { cookie: `tollgate-session=${alteredSession(value, { expires_at: 1 })}` }
  const answers = await Promise.all(Array.from({ length: 6 }, () => page.request.get(own, { headers, maxRedirects: 0 })))
  expect(answers.map((answer) => answer.status())).toEqual(Array.from({ length: 6 }, () => 200))
  const renewed = answers.map((answer) => /tollgate-session=([^;]+)/.exec(answer.headers()['set-cookie'] ?? '')?.[1])
  expect([...new Set(renewed)]).toEqual([(await sessionCookie(page)).value])
  expect(renewed[0]).not.toBe(value)
  await new AccountPage(page, words).open()
})

/** The cookie of a session whose hour is over and whose refresh token nobody knows. */
function endedSession(value: string): string {
  return alteredSession(value, { expires_at: 1, refresh_token: 'unknown' })
}

function alteredSession(value: string, change: object): string {
  const session = JSON.parse(Buffer.from(value.replace('base64-', ''), 'base64url').toString()) as object
  return `base64-${Buffer.from(JSON.stringify({ ...session, ...change })).toString('base64url')}`
}

test('a disabled person is told so after the right password, never before, and every page is closed', async ({ page, words }) => {
  const email = newEmail()
  const auth = new AuthPage(page, words)
  await auth.signUp(email, password)
  await new TeamPage(page, words).arrived()
  const own = page.url()
  await asOwner('update core.users set disabled_at = now() where email = $1', [email])
  await page.goto('/account')
  await expect(page.getByRole('heading', { level: 1, name: words.start.disabled.title })).toBeVisible()
  await page.getByRole('button', { name: words.auth.signOut }).click()
  await page.waitForURL('**/sign-in')

  await auth.signIn(email, 'not the password')
  await expect(auth.refused(words.auth.signInRefused)).toBeVisible()
  await auth.signIn(email, password)
  await page.waitForURL('**/start')
  await expect(page.getByRole('heading', { level: 1, name: words.start.disabled.title })).toBeVisible()
  await expectAccessible(page)
  await page.goto(own)
  await page.waitForURL('**/start')
})

test('somebody of two teams switches between them and comes back to the last', async ({ page, words }) => {
  const email = newEmail()
  await new AuthPage(page, words).signUp(email, password)
  await new TeamPage(page, words).arrived()
  const first = new URL(page.url()).pathname
  await asOwner(
    `insert into core.memberships (team_id, user_id, role)
     select t.id, u.id, 'viewer' from core.teams t, core.users u where t.name = 'Demo team' and u.email = $1`,
    [email],
  )
  await page.reload()
  await page.getByRole('button', { name: words.shell.switchTeam }).click()
  await page.getByRole('menuitem', { name: 'Demo team' }).click()
  await page.waitForURL((url) => url.pathname !== first && url.pathname.startsWith('/team_'))
  const second = new URL(page.url()).pathname
  await page.goto('/start')
  await page.waitForURL(`**${second}`)
  await page.goto('/account')
  await expect(page.getByRole('link', { name: 'Demo team' }).first()).toHaveAttribute('href', second)
})

test('the outbox is there for this machine alone', async ({ page }) => {
  expect((await page.request.get('/outbox')).status()).toBe(200)
  for (const host of ['tollgate.example', '192.168.1.7:4000', 'localhost.example'])
    expect((await page.request.get('/outbox', { headers: { host } })).status(), host).toBe(404)
})
