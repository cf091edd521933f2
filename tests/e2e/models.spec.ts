import { ModelsPage } from './pages/models-page'
import { enterAsNewcomer } from './support/entry'
import { firstRun } from './support/first-run'
import { expect, expectAccessible, say, test } from './support/test'

test('a member finds a model, copies its name, reads its prices and tries it', async ({ page, words }) => {
  const team = await enterAsNewcomer(page)
  const catalogue = new ModelsPage(page, words)
  await catalogue.open(team)
  await expect(catalogue.model('demo-chat')).toBeVisible()
  await expectAccessible(page)

  await catalogue.search.fill('demo')
  await page.waitForURL(/q=demo/)
  await expect(catalogue.models).toHaveCount(2)
  // Dearest first, then cheapest first; the address says which.
  const input = new RegExp(say(words.catalogue.input.replace(/<\/?unit>/g, '')).replace(/[$()]/g, '\\$&'))
  await catalogue.sortBy(input)
  await page.waitForURL(/sort=-input/)
  await expect.poll(() => catalogue.names()).toEqual(['demo-chat', 'demo-mini'])
  await catalogue.sortBy(input)
  await page.waitForURL(/sort=input/)
  await expect.poll(() => catalogue.names()).toEqual(['demo-mini', 'demo-chat'])
  await page.reload()
  await expect(catalogue.search).toHaveValue('demo')
  await expect.poll(() => catalogue.names()).toEqual(['demo-mini', 'demo-chat'])

  const row = catalogue.model('demo-mini')
  await row.getByRole('button', { name: say(words.catalogue.copy, { name: 'demo-mini' }) }).click()
  await expect(row.getByRole('status')).toHaveText(words.ui.copied)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('demo-mini')

  await row.getByRole('link', { name: 'demo-mini' }).click()
  await page.waitForURL(`**${team}/models/demo-mini`)
  await expect(page.getByRole('heading', { level: 1, name: 'Demo Mini' })).toBeVisible()
  await expect(page.getByRole('row', { name: words.modelPage.classes.input }).first().locator('data')).toHaveAttribute(
    'value',
    '0.150000000',
  )
  await expect(page.getByText(words.modelPage.noUse)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: words.modelPage.try }).click()
  await page.waitForURL(`**${team}/playground?model=demo-mini`)
})

test('a search that finds nothing says so and leads back', async ({ page, words }) => {
  const team = await enterAsNewcomer(page)
  await page.goto(`${team}/models?q=no-such-model`)
  await expect(page.getByText(words.catalogue.noMatchTitle)).toBeVisible()
  await page.getByRole('link', { name: words.catalogue.showAll }).click()
  await expect(new ModelsPage(page, words).model('demo-chat')).toBeVisible()
})

test("another team's models are not found, nor is a model that is not sold", async ({ page, words, browser }) => {
  const own = await enterAsNewcomer(page)
  const team = `/${firstRun().demo_team.id}`
  // A page of its own: the browser's note about a 404 is no complaint here.
  const stranger = await browser.newPage({ storageState: await page.context().storageState() })
  const foreign = [`${team}/models`, `${team}/models/demo-chat`, `${team}/playground`]
  for (const path of [...foreign, `${own}/models/no-such-model`, `${own}/models/demo-chat/x`]) {
    expect((await stranger.goto(path))?.status(), path).toBe(404)
    await expect(stranger.getByRole('heading', { level: 1, name: words.notFound.title })).toBeVisible()
  }
  await stranger.close()
})
