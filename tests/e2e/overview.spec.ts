import OpenAI from 'openai'
import { KeysPage } from './pages/keys-page'
import { OverviewPage } from './pages/overview-page'
import { enterAsNewcomer } from './support/entry'
import { firstRun } from './support/first-run'
import { expect, expectAccessible, test } from './support/test'

let overview: OverviewPage

test.beforeEach(async ({ page, words }) => {
  overview = new OverviewPage(page, words)
  await page.goto(await enterAsNewcomer(page))
  await overview.arrived()
})

test('a newcomer is led from a key to the first request, which turns the steps into figures', async ({ page, words }) => {
  const { base_url, models } = firstRun()
  await expect(overview.firstSteps).toBeVisible()
  await expect(overview.step(words.firstSteps.keyTitle, 'open')).toBeVisible()
  await expectAccessible(page)
  const before = await overview.availableNanos()

  await overview.firstSteps.getByRole('link', { name: words.firstSteps.createKey }).click()
  const keys = new KeysPage(page, words)
  await keys.dialog.getByLabel(words.keys.name, { exact: true }).fill('first')
  await keys.submit(words.keys.create)
  const apiKey = await keys.takeSecret()
  await expect(page).not.toHaveURL(/create=/)

  await page.getByRole('link', { name: words.overview.title }).first().click()
  await overview.arrived()
  await expect(overview.step(words.firstSteps.keyTitle, 'done')).toBeVisible()
  await overview.firstSteps.getByRole('button', { name: words.ui.copyCode }).first().click()
  await expect(overview.step(words.firstSteps.urlTitle, 'done')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${base_url}/api/v1`)

  const openai = new OpenAI({ baseURL: `${base_url}/api/v1`, apiKey, maxRetries: 0 })
  await openai.chat.completions.create({ model: models[0] ?? '', messages: [{ role: 'user', content: 'Say hello.' }] })
  // The page looks again by itself.
  await expect(overview.firstSteps).toHaveCount(0, { timeout: 30_000 })
  await expect(overview.figure(words.overview.requests)).toHaveText('1')
  expect(before - (await overview.availableNanos())).toBeGreaterThan(0n)
  await expect(page.getByRole('region', { name: words.overview.topModels })).toContainText(models[0] ?? '')
  await expect(page.getByRole('region', { name: words.overview.topKeys })).toContainText('first')
  await expectAccessible(page)

  await page.reload()
  await expect(overview.firstSteps).toHaveCount(0)

  const chart = overview.chart(words.overview.requests)
  await chart.focus()
  await page.keyboard.press('End')
  await expect(chart).toHaveAttribute('aria-valuetext', new RegExp(`${words.overview.succeeded}: 1`))
  await page.keyboard.press('ArrowLeft')
  await expect(chart).toHaveAttribute('aria-valuetext', new RegExp(`${words.overview.succeeded}: 0`))

  await page.getByRole('link', { name: words.ui.periods['24h'], exact: true }).click()
  await expect(page).toHaveURL(/period=24h/)
  await expect(overview.figure(words.overview.requests)).toHaveText('1')
})

test('another team’s overview does not exist', async ({ page }) => {
  const foreign = page.url()
  await page.context().clearCookies()
  expect(foreign).not.toContain(await enterAsNewcomer(page))
  for (const path of ['', '/usage', '/usage/export?period=7d']) {
    const answer = await page.request.get(foreign + path, { maxRedirects: 0 })
    expect(answer.status(), path).toBe(404)
  }
})
