import { ModelsPage } from './pages/models-page'
import { TeamPage } from './pages/team-page'
import { enterAsNewcomer } from './support/entry'
import { expect, expectAccessible, test } from './support/test'

test('a visitor sees what this is, finds a model and its price, and the way in', async ({ page, words }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: words.home.title })).toBeVisible()
  const catalogue = new ModelsPage(page, words)
  await catalogue.search.fill('demo-mini')
  await page.waitForURL(/q=demo-mini/)
  await expect(catalogue.models).toHaveCount(1)
  await expect(catalogue.model('demo-mini').locator('data').first()).toHaveAttribute('value', '0.150000000')
  await expectAccessible(page)
  await page.getByRole('link', { name: words.home.start }).click()
  await page.waitForURL('**/sign-up')
})

test('somebody signed in is led to the portal', async ({ page, words }) => {
  await enterAsNewcomer(page)
  await page.goto('/')
  await expect(page.getByRole('link', { name: words.home.start })).toHaveCount(0)
  await page.getByRole('main').getByRole('link', { name: words.home.open }).click()
  await new TeamPage(page, words).arrived()
})
