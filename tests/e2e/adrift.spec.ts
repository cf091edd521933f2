import { AuthPage } from './pages/auth-page'
import { KeysPage } from './pages/keys-page'
import { TeamPage } from './pages/team-page'
import { enterAsNewcomer, newEmail, password, submitEntry } from './support/entry'
import { expect, test } from './support/test'

// Each in a page of its own: the browser's notes about the lost network are no complaint here.

test('without a network the way in stays as it was filled in and says so, and works once there is one', async ({
  page,
  words,
  browser,
}) => {
  const email = newEmail()
  await submitEntry(page.request, '/sign-up', { email, password })
  const context = await browser.newContext()
  const adrift = await context.newPage()
  const auth = new AuthPage(adrift, words)
  await adrift.goto('/sign-in')
  await adrift.waitForLoadState('networkidle')
  await context.setOffline(true)
  await auth.fill(email, password)
  const signIn = adrift.getByRole('button', { name: words.auth.signIn })
  await signIn.click()
  await expect(auth.refused(words.failure.unreached)).toBeVisible()
  await expect(auth.email).toHaveValue(email)
  await expect(auth.password).toHaveValue(password)
  await context.setOffline(false)
  await signIn.click()
  await new TeamPage(adrift, words).arrived()
  await context.close()
})

test('without a network the acts of a menu say so, and the page stays', async ({ page, words, browser }) => {
  const keys = new KeysPage(page, words)
  await keys.open('', await enterAsNewcomer(page))
  await keys.createKey({ name: 'website' })
  await keys.disable('website')

  const context = await browser.newContext({ storageState: await page.context().storageState() })
  const adrift = await context.newPage()
  const theirs = new KeysPage(adrift, words)
  await theirs.open('', new URL(page.url()).pathname.split('/', 2).join('/'))
  await adrift.waitForLoadState('networkidle')
  await context.setOffline(true)
  const unreached = adrift.getByText(words.failure.unreached).first()
  await theirs.choose('website', 'enable')
  await expect(unreached).toBeVisible()
  await expect(theirs.key('website')).toContainText(words.keyStatus.disabled)
  await expect(unreached).toBeHidden()
  // The dialog itself is a part of the page that has not come yet.
  await theirs.choose('website', 'edit')
  await expect(unreached).toBeVisible()
  await context.setOffline(false)
  await theirs.choose('website', 'enable')
  await expect(theirs.key('website')).toContainText(words.keyStatus.active)
  await context.close()
})
