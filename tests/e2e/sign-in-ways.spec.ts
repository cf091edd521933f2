import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { parseMasterKeys } from '#lib/shared/crypto'
import { signText } from '#lib/shared/sign-text'
import { totpCode } from '#tests/support/totp'
import { AccountPage } from './pages/account-page'
import { AuthPage } from './pages/auth-page'
import { OutboxPage } from './pages/outbox-page'
import { TeamPage } from './pages/team-page'
import { captureAction, replayAction } from './support/forge-action'
import type { OwnPortal } from './support/own-portal'
import { expect, expectAccessible, say, test } from './support/own-portal-test'

const password = 'correct horse battery'
const newPerson = (verified = true) => {
  const email = `${randomUUID()}@example.com`
  return { id: randomInt(1, 2 ** 40), login: 'ada', emails: [{ email, verified, primary: true }], email }
}

/** As the button of the sign-in page does, without drawing it; answers the path it leads to. */
async function enterByGitHub(page: Page, next?: string): Promise<string> {
  const answer = await page.request.get(`/auth/provider/github${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`)
  const { pathname, search } = new URL(answer.url())
  return pathname + search
}

test('a person comes by GitHub, has a team, comes again, and sets a password by mail', async ({ page, words, portal }) => {
  const person = newPerson()
  portal.github.expect(person)
  await page.goto('/sign-in')
  await expectAccessible(page)
  await page.getByRole('link', { name: say(words.auth.provider.continue, { name: 'GitHub' }) }).click()
  await new TeamPage(page, words).arrived()
  const team = new URL(page.url()).pathname

  await page.context().clearCookies()
  await page.goto('/sign-up')
  // Google is asked for in the settings, and the auth server does not have it.
  await expect(page.getByRole('region', { name: words.auth.provider.list }).getByRole('link')).toHaveCount(2)
  await page.getByRole('link', { name: say(words.auth.provider.continue, { name: 'Acme' }) }).click()
  await page.waitForURL(`**${team}`)
  const account = new AccountPage(page, words)
  await account.open()
  await expect(account.email).toContainText(words.account.email.needsPassword)
  await account.password.getByRole('button', { name: words.account.password.firstAct }).click()
  await expect(account.password.getByRole('status')).toContainText(say(words.account.password.firstSent, { email: person.email }))
  await expectAccessible(page)
  await new OutboxPage(page).follow(person.email)
  const auth = new AuthPage(page, words)
  await auth.setNewPassword(password)
  await page.waitForURL(`**${team}`)
  await page.context().clearCookies()
  await auth.signIn(person.email, password)
  await page.waitForURL(`**${team}`)
})

test('who changed their mind, or whose address nobody vouches for, is told so and is nobody', async ({ page, words, portal }) => {
  for (const [person, notice] of [
    [null, 'cancelled'],
    [newPerson(false), 'unvouched'],
  ] as const) {
    portal.github.expect(person)
    await page.goto('/sign-in?next=%2Faccount')
    await page.getByRole('link', { name: say(words.auth.provider.continue, { name: 'GitHub' }) }).click()
    await expect(page.getByRole('status')).toContainText(words.auth.provider.notice[notice])
    await expect(page).toHaveURL(/next=%2Faccount/)
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('tollgate-session')
  }
})

test('a provider leads only to this site, and a code counts once, in the browser that asked for it', async ({ page, portal, browser }) => {
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/auth/callback', '/api/manage/v1/keys']) {
    portal.github.expect(newPerson())
    expect(await enterByGitHub(page, next)).toMatch(/^\/team_/)
    await page.context().clearCookies()
  }
  portal.github.expect(newPerson())
  expect(await enterByGitHub(page, '/account')).toBe('/account')

  const held = await codeFor(page, portal)
  const other = await browser.newContext({ baseURL: portal.baseUrl })
  expect(new URL((await other.request.get(held)).url()).search).toBe('?notice=expired')
  // The other browser begins an attempt of its own, and is handed the code of the first.
  await other.request.get('/auth/provider/github', { maxRedirects: 0 })
  expect(new URL((await other.request.get(held)).url()).search).toBe('?notice=expired')
  await other.close()
  await page.context().clearCookies({ name: /tollgate-(session|vouched)/ })
  expect(new URL((await page.request.get(held)).url()).pathname).toMatch(/^\/team_/)
  await page.context().clearCookies({ name: /tollgate-(session|vouched)/ })
  expect(new URL((await page.request.get(held)).url()).search).toBe('?notice=expired')
  expect(new URL((await page.request.get(`/auth/v1/callback?code=x&state=${randomUUID()}`)).url()).search).toBe('?notice=expired')
  expect(new URL((await page.request.get('/?error=invalid_request&error_code=bad_oauth_state')).url()).search).toBe('?notice=expired')
})

test('a session that a provider began beside this site’s door counts for nothing', async ({ page, portal }) => {
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    provider: 'github',
    redirect_to: `${portal.baseUrl}/auth/callback`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 's256',
  })
  portal.github.expect(newPerson())
  const consent = await page.request.get(`${portal.authUrl}/auth/v1/authorize?${query}`, { maxRedirects: 0 })
  const agreed = await page.request.get(consent.headers().location ?? '', { maxRedirects: 0 })
  const back = await page.request.get(agreed.headers().location ?? '', { maxRedirects: 0 })
  const code = new URL(back.headers().location ?? '').searchParams.get('code')
  const grant = await page.request.post(`${portal.authUrl}/auth/v1/token?grant_type=pkce`, {
    headers: { apikey: portal.publishableKey },
    data: { auth_code: code, code_verifier: verifier },
  })
  expect(grant.status()).toBe(200)
  const value = `base64-${Buffer.from(await grant.text()).toString('base64url')}`
  const parts = value.match(/.{1,3180}/g) ?? []
  await page.context().addCookies(
    parts.map((part, index) => ({
      name: parts.length === 1 ? 'tollgate-session' : `tollgate-session.${index}`,
      value: part,
      url: portal.baseUrl,
    })),
  )
  const answer = await page.request.get('/account')
  expect(new URL(answer.url()).pathname).toBe('/sign-in')
  // All it lacks is the mark that the portal's own door sets.
  const { access_token: token } = (await grant.json()) as { access_token: string }
  const { session_id: sessionId } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { session_id: string }
  const marked = signText(sessionId, 'vouched', parseMasterKeys(portal.masterKeys))
  await page.context().addCookies([{ name: 'tollgate-vouched', value: marked, url: portal.baseUrl }])
  expect(new URL((await page.request.get('/account')).url()).pathname).toBe('/account')
})

test('a disabled person is told so, however they sign in', async ({ page, words, portal }) => {
  const person = newPerson()
  portal.github.expect(person)
  expect(await enterByGitHub(page)).toMatch(/^\/team_/)
  await portal.database.query('update core.users set disabled_at = now() where email = $1', [person.email])
  await page.context().clearCookies()
  await page.goto('/sign-in?next=%2Faccount')
  await page.getByRole('link', { name: say(words.auth.provider.continue, { name: 'GitHub' }) }).click()
  await expect(page.getByRole('heading', { level: 1, name: words.start.disabled.title })).toBeVisible()
})

test('a second factor is added, asked for by every page and act, and removed', async ({ page, words, portal }) => {
  const person = newPerson()
  const { email } = person
  portal.github.expect(person)
  const byGitHub = page.getByRole('link', { name: say(words.auth.provider.continue, { name: 'GitHub' }) })
  await page.goto('/sign-in')
  await byGitHub.click()
  await new TeamPage(page, words).arrived()
  const team = new URL(page.url()).pathname
  const account = new AccountPage(page, words)
  await account.open()
  const profile = account.card(words.account.profile.title)
  await profile.getByLabel(words.account.profile.name).fill('Ada')
  const rename = await captureAction(page, () => profile.getByRole('button', { name: words.account.profile.save }).click())
  await expect(profile.getByRole('status')).toContainText(words.account.profile.saved)

  const card = account.card(words.account.factor.title)
  await card.getByRole('button', { name: words.account.factor.add }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.account.factor.name, { exact: true }).fill('Phone')
  await dialog.getByRole('button', { name: words.account.factor.next }).click()
  const key = (await dialog.getByTestId('factor-key').textContent())?.trim() ?? ''
  await expectAccessible(page)
  await dialog.getByLabel(words.account.factor.enter).fill(totpCode(key, 0))
  await dialog.getByRole('button', { name: words.account.factor.turnOn }).click()
  await expect(dialog).toContainText(words.invalid.codeWrong)
  await dialog.getByLabel(words.account.factor.enter).fill(totpCode(key))
  await dialog.getByRole('button', { name: words.account.factor.turnOn }).click()
  await expect(card.getByTestId('factor')).toContainText('Phone')
  await expect(dialog).toBeHidden()

  await page.context().clearCookies()
  await page.goto(`/sign-in?next=${encodeURIComponent('/account')}`)
  await byGitHub.click()
  await page.waitForURL('**/sign-in/code?next=%2Faccount')
  await expectAccessible(page)
  for (const path of ['/account', team, `${team}/keys`, `${team}/playground`, '/start', '/admin', '/reset-password'])
    expect(new URL((await page.request.get(path)).url()).pathname, path).toMatch(/^\/(sign-in\/code|forgot-password)$/)
  expect((await page.request.get(`${team}/logs/rows`)).status()).toBe(401)
  await portal.database.query(`update core.users set display_name = 'Grace' where email = $1`, [email])
  await replayAction(page, rename)
  expect(await nameOf()).toBe('Grace')

  const code = page.getByLabel(words.auth.code.label)
  await code.fill(totpCode(key, 0))
  await page.getByRole('button', { name: words.auth.signIn }).click()
  await expect(page.getByText(words.invalid.codeWrong)).toBeVisible()
  await code.fill(totpCode(key))
  await page.getByRole('button', { name: words.auth.signIn }).click()
  await page.waitForURL('**/account')
  await replayAction(page, rename)
  expect(await nameOf()).toBe('Ada')

  await card.getByRole('button', { name: words.account.factor.remove }).click()
  const asking = page.getByRole('alertdialog')
  await asking.getByLabel(words.account.factor.code).fill(totpCode(key))
  await asking.getByRole('button', { name: words.account.factor.remove }).click()
  await expect(asking).toBeHidden()
  await expect(card).toContainText(words.account.factor.offProvider)
  await page.reload()
  await expect(card).toContainText(words.account.factor.offProvider)

  async function nameOf(): Promise<string | undefined> {
    const { rows } = await portal.database.query<{ name: string }>('select display_name as name from core.users where email = $1', [email])
    return rows[0]?.name
  }
})

/** Where the auth server would send this browser with a code; the browser stops before it. */
async function codeFor(page: Page, portal: OwnPortal): Promise<string> {
  const steps = ['/auth/provider/github']
  portal.github.expect(newPerson())
  for (let step = 0; step < 3; step++) {
    const answer = await page.request.get(steps.at(-1) ?? '', { maxRedirects: 0 })
    steps.push(answer.headers().location ?? '')
  }
  expect(steps.at(-1)).toContain('/auth/callback?code=')
  return steps.at(-1) ?? ''
}
