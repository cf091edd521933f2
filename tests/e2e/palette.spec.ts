import { AuthPage } from './pages/auth-page'
import { KeysPage } from './pages/keys-page'
import { enterAsNewcomer } from './support/entry'
import { firstRun } from './support/first-run'
import { enterAsMember } from './support/owner'
import { expect, expectAccessible, say, test } from './support/test'

test('the palette opens pages, keys and models by keyboard alone', async ({ page, words }) => {
  const keys = new KeysPage(page, words)
  await keys.open('', await enterAsNewcomer(page))
  await keys.createKey({ name: 'Night crawler' })

  const palette = page.getByRole('dialog', { name: words.palette.title })
  await page.keyboard.press('Control+k')
  await expect(palette).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.type('night')
  await expect(palette.getByRole('option', { name: /Night crawler/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/keys\?q=Night/)
  await expect(keys.keys).toHaveCount(1)

  const model = firstRun().models[0] ?? ''
  await page.keyboard.press('Control+k')
  await page.keyboard.type(model)
  await palette.getByRole('option', { name: model }).waitFor()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/models/${model}$`))

  await page.keyboard.press('Control+k')
  await page.keyboard.type(words.usage.title)
  await palette.getByRole('option', { name: words.usage.title }).waitFor()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/usage$/)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('zzzzzz')
  await expect(palette.getByText(say(words.palette.nothing, { text: 'zzzzzz' }))).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()
})

test('an operator finds teams and people, and acts without a mouse', async ({ page, words }) => {
  const { operator } = firstRun()
  await new AuthPage(page, words).signIn(operator.email, operator.password)
  await page.waitForURL('**/admin')
  // The rail has asked for the status: from here on the page listens to keys.
  await page.getByText(words.shell.status.ok).first().waitFor()
  const palette = page.getByRole('dialog', { name: words.palette.title })
  await page.keyboard.press('Control+k')
  await page.keyboard.type(operator.email)
  await expect(palette.getByRole('option', { name: operator.email })).toBeVisible()
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+k')
  await page.keyboard.type(words.ui.themes.dark)
  await palette.getByRole('option', { name: say(words.palette.theme, { name: words.ui.themes.dark }) }).waitFor()
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')

  await page.keyboard.press('Control+k')
  await page.keyboard.type(words.auth.signOut)
  await palette.getByRole('option', { name: words.auth.signOut }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sign-in')
})

test('whoever may create no key is not offered to', async ({ page, words, browser }) => {
  const owner = await browser.newPage()
  const team = await enterAsNewcomer(owner)
  await enterAsMember(page, team, 'viewer')
  await page.goto(`${team}/keys?create=1`)
  await page.getByText(words.shell.status.ok).first().waitFor()
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: words.palette.title })
  await palette.getByRole('option', { name: words.auth.signOut }).waitFor()
  await expect(palette.getByRole('option', { name: words.palette.createKey })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await owner.close()
})
