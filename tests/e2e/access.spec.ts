import { randomUUID } from 'node:crypto'
import { AuthPage } from './pages/auth-page'
import { TeamPage } from './pages/team-page'
import { expect, expectAccessible, say, test } from './support/test'

const password = 'correct horse battery'

test('a wrong password and an unknown address get the same answer', async ({ page, words }) => {
  const email = `${randomUUID()}@example.com`
  const auth = new AuthPage(page, words)
  await auth.signUp(email, password)
  await new TeamPage(page, words).arrived()
  await page.context().clearCookies()

  for (const address of [email, `${randomUUID()}@example.com`]) {
    await auth.signIn(address, 'not the password')
    await expect(page.getByRole('alert').filter({ hasText: words.auth.signInRefused })).toBeVisible()
  }
  await expectAccessible(page)
})

test('a sign-in refused twice says so each time, and the form stands', async ({ page, words }) => {
  const auth = new AuthPage(page, words)
  await page.goto('/sign-in')
  for (const attempt of ['first wrong word', 'second wrong word']) {
    await auth.fill(`${randomUUID()}@example.com`, attempt)
    const answered = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.getByRole('button', { name: words.auth.signIn }).click()
    await answered
    await expect(page.getByRole('alert').filter({ hasText: words.auth.signInRefused })).toBeVisible()
  }
  await expect(page.getByRole('heading', { level: 1, name: say(words.auth.signInTitle, { brand: 'Tollgate' }) })).toBeVisible()
})

test('another team is not found, and neither is the operator area', async ({ page, words, browser }) => {
  await new AuthPage(page, words).signUp(`${randomUUID()}@example.com`, password)
  await new TeamPage(page, words).arrived()

  // A page of its own: the browser's note about a 404 is no complaint here.
  const stranger = await browser.newPage()
  await new AuthPage(stranger, words).signUp(`${randomUUID()}@example.com`, password)
  await new TeamPage(stranger, words).arrived()
  for (const path of [new URL(page.url()).pathname, '/admin', '/team_00000000000000000000000000', '/team_x']) {
    const answer = await stranger.goto(path)
    expect(answer?.status(), path).toBe(404)
    await expect(stranger.getByRole('heading', { level: 1, name: words.notFound.title })).toBeVisible()
  }
  await stranger.close()
})

test('signing out ends the session, and a visitor is sent to sign in', async ({ page, words }) => {
  await new AuthPage(page, words).signUp(`${randomUUID()}@example.com`, password)
  await new TeamPage(page, words).arrived()
  const own = page.url()
  await page.getByRole('button', { name: /@example\.com/ }).click()
  await page.getByRole('menuitem', { name: words.auth.signOut }).click()
  await page.waitForURL('**/sign-in')
  await page.goto(own)
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fteam_/)
})

test('a cookie kept from before signing out changes and shows nothing any more', async ({ page, words }) => {
  await new AuthPage(page, words).signUp(`${randomUUID()}@example.com`, password)
  await new TeamPage(page, words).arrived()
  const own = page.url()
  const left = await page.context().newPage()
  await left.goto(`${own}/keys`)
  const kept = await page.context().cookies()
  await page.getByRole('button', { name: /@example\.com/ }).click()
  await page.getByRole('menuitem', { name: words.auth.signOut }).click()
  await page.waitForURL('**/sign-in')

  await page.context().addCookies(kept)
  await left.getByRole('button', { name: words.keys.create }).click()
  const dialog = left.getByRole('dialog')
  await dialog.getByLabel(words.keys.name, { exact: true }).fill('too late')
  await dialog.getByRole('button', { name: words.keys.create }).click()
  await left.waitForURL('**/sign-in?notice=ended&next=**')
  await page.goto(own)
  await page.waitForURL('**/sign-in?notice=ended&next=**')
  await left.close()
})

test('session and preference cookies are out of reach of scripts, and pages say so in their headers', async ({ page, words }) => {
  await new AuthPage(page, words).signUp(`${randomUUID()}@example.com`, password)
  await new TeamPage(page, words).arrived()
  const cookies = await page.context().cookies()
  expect(cookies.some((cookie) => cookie.name.startsWith('tollgate-session'))).toBe(true)
  // The one that a page sets itself holds no more than the address does.
  for (const cookie of cookies) expect(cookie, cookie.name).toMatchObject({ httpOnly: cookie.name !== 'last-team', sameSite: 'Lax' })
  expect(cookies.find((cookie) => cookie.name === 'last-team')?.value ?? '').toMatch(/^(team_[0-9a-z]{26})?$/)

  const headers = (await page.request.get('/')).headers()
  expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/)
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test('language and theme are remembered', async ({ page, words }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: words.ui.theme }).click()
  await page.getByRole('menuitemradio', { name: words.ui.themes.dark }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  const other = page.locator('html[lang^=zh]')
  const reading = (await other.count()) > 0
  await page.getByRole('button', { name: words.ui.language }).click()
  await page.getByRole('menuitemradio', { name: reading ? 'English' : '简体中文' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', reading ? 'en' : 'zh-CN')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.locator('html')).toHaveAttribute('lang', reading ? 'en' : 'zh-CN')
})
