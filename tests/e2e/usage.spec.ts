import OpenAI from 'openai'
import { KeysPage } from './pages/keys-page'
import { OverviewPage } from './pages/overview-page'
import { UsagePage } from './pages/usage-page'
import { enterAsNewcomer } from './support/entry'
import { firstRun } from './support/first-run'
import { expect, expectAccessible, test } from './support/test'

test('usage is told by day, model and key, filtered, compared and exported, and a reload changes nothing', async ({ page, words }) => {
  const { base_url, models } = firstRun()
  const [first = '', second = ''] = models
  const overview = new OverviewPage(page, words)
  await page.goto(await enterAsNewcomer(page))
  await overview.arrived()
  const before = await overview.availableNanos()
  const usage = new UsagePage(page, words)
  await usage.open()
  await expect(page.getByText(words.usage.newText)).toBeVisible()
  await expect(page.getByRole('link', { name: words.usage.firstSteps })).toHaveAttribute('href', /#first-steps$/)
  await expectAccessible(page)

  const keys = new KeysPage(page, words)
  await keys.open()
  const secrets = new Map<string, string>()
  for (const [name, model] of [
    ['website', first],
    ['website', second],
    ['worker', second],
  ] as const) {
    const apiKey = secrets.get(name) ?? (await keys.createKey({ name }))
    secrets.set(name, apiKey)
    const openai = new OpenAI({ baseURL: `${base_url}/api/v1`, apiKey, maxRetries: 0 })
    await openai.chat.completions.create({ model, messages: [{ role: 'user', content: `Say hello to ${name}.` }] })
  }

  await expect(async () => {
    await usage.open('?period=7d&group=model')
    await expect(usage.cell(usage.totals, 'requests')).toHaveText('3', { timeout: 1000 })
  }).toPass()
  await expect(usage.rows).toHaveCount(new Set([first, second]).size)
  const whole = await usage.spentNanos(usage.totals)
  await expectAccessible(page)

  await usage.group('key')
  const worker = usage.rows.filter({ hasText: 'worker' })
  const website = usage.rows.filter({ hasText: 'website' })
  expect((await usage.spentNanos(worker)) + (await usage.spentNanos(website))).toBe(whole)

  await usage.filter(words.usage.groups.key, 'worker')
  await expect(page).toHaveURL(/key=key_/)
  await expect(usage.cell(usage.totals, 'requests')).toHaveText('1')
  await expect(page.getByRole('link', { name: 'CSV' })).toHaveAttribute('href', /\/usage\/export\?.*key=key_/)
  await page.reload()
  await expect(usage.cell(usage.totals, 'requests')).toHaveText('1')
  await usage.clearFilter(words.usage.groups.key)
  await expect(usage.cell(usage.totals, 'requests')).toHaveText('3')

  await usage.group('day')
  await expect(usage.rows).toHaveCount(7)
  await usage.show('tokens')
  await page.getByRole('checkbox', { name: words.usage.compare }).click()
  await expect(page).toHaveURL(/compare=1/)
  await expect(page.getByRole('figure', { name: words.usage.metrics.tokens })).toContainText(words.usage.before)
  await expectAccessible(page)

  await page.goto(page.url().replace(/\/usage.*/, ''))
  expect(before - (await overview.availableNanos())).toBe(whole)
})
