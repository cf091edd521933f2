import OpenAI from 'openai'
import pg from 'pg'
import { parseId } from '#lib/shared/ids'
import { LogsPage } from './pages/logs-page'
import { TeamPage } from './pages/team-page'
import { enterAsNewcomer } from './support/entry'
import { firstRun } from './support/first-run'
import { chargeOf, type Pricing } from './support/money'
import { ownerUrlOfStack } from './support/owner-url'
import { seedHistory } from './support/seed-history'
import { expect, expectAccessible, test } from './support/test'

const messages = [{ role: 'user', content: 'Say hello.' }] as const
let team: TeamPage
let logs: LogsPage

test.beforeEach(async ({ page, words }) => {
  team = new TeamPage(page, words)
  await page.goto(await enterAsNewcomer(page))
  await team.arrived()
  logs = new LogsPage(page, words)
})

test('a newcomer calls a model and reads that it cost exactly tokens times price, line by line', async ({ page, words }) => {
  const { base_url, models } = firstRun()
  const model = models[0] ?? ''
  const before = await team.availableNanos()
  const overview = page.url()
  await logs.open()
  await expect(page.getByText(words.logs.emptyTitle)).toBeVisible()
  await expectAccessible(page)

  await page.goto(overview)
  const apiKey = await team.createKey('journey')
  await logs.open()
  await logs.followLive()
  const openai = new OpenAI({ baseURL: `${base_url}/api/v1`, apiKey, maxRetries: 0 })
  const listed = (await openai.models.list()).data.find((entry) => entry.id === model) as (OpenAI.Model & { pricing: Pricing }) | undefined
  if (!listed) throw new Error(`${model} is not listed`)
  const whole = await openai.chat.completions.create({ model, messages: [...messages] })
  await expect(logs.rows).toHaveCount(1)
  const stream = await openai.chat.completions.create({
    model,
    messages: [...messages],
    stream: true,
    stream_options: { include_usage: true },
  })
  let streamedUsage: OpenAI.CompletionUsage | null | undefined
  for await (const chunk of stream) streamedUsage = chunk.usage ?? streamedUsage
  if (!whole.usage || !streamedUsage) throw new Error('no usage')
  // They appear by themselves, the newer one first.
  await expect(logs.rows).toHaveCount(2)

  const streamedCharge = chargeOf(streamedUsage, listed.pricing)
  const wholeCharge = chargeOf(whole.usage, listed.pricing)
  expect(wholeCharge).toBeGreaterThan(0n)
  expect(await logs.chargeNanos(logs.rows.nth(0))).toBe(streamedCharge)
  expect(await logs.chargeNanos(logs.rows.nth(1))).toBe(wholeCharge)

  await logs.openRow(1)
  await expect(logs.detail).toContainText(model)
  await expect(logs.detail).toContainText(words.logs.timeline.steps.admission)
  await expect(logs.detail).not.toContainText(words.logs.behind.title)
  const lines = await logs.priceLines()
  expect(lines.reduce((sum, femtos) => sum + femtos, 0n)).toBe(wholeCharge * 1_000_000n)
  await expectAccessible(page)

  await page.goto(overview)
  expect(before - (await team.availableNanos())).toBe(streamedCharge + wholeCharge)
})

test('a month of requests is scrolled through, narrowed in the address, and opened by keyboard', async ({ page, words }) => {
  const teamId = parseId('team', new URL(page.url()).pathname.split('/')[1] ?? '') ?? ''
  const owner = new pg.Client({ connectionString: await ownerUrlOfStack() })
  await owner.connect()
  await seedHistory(owner, teamId)
  await owner.end()
  await logs.open()
  await expect(logs.rows.first()).toBeVisible()
  const firstId = await logs.idOf(logs.rows.first())

  await expect(async () => {
    await page.mouse.wheel(0, 5_000)
    expect(await logs.furthestIndex()).toBeGreaterThan(199)
  }).toPass()
  await page.evaluate(() => window.scrollTo(0, 0))
  await expect(logs.rows.first()).toHaveAttribute('data-log-row', firstId ?? '')

  await logs.choose(words.logs.filters.status, words.requestStatus.failed)
  await expect(page).toHaveURL(/status=failed/)
  await expect(logs.rows.first()).toContainText(words.requestStatus.failed)
  await expect(logs.rows.filter({ hasText: words.requestStatus.succeeded })).toHaveCount(0)

  await logs.openRow(0)
  const [one, two] = [await logs.idOf(logs.rows.nth(0)), await logs.idOf(logs.rows.nth(1))]
  await expect(page).toHaveURL(new RegExp(`request=${one}`))
  await expect(logs.detail).toContainText(words.logs.panel.whatToDo)
  await page.keyboard.press('j')
  await expect(page).toHaveURL(new RegExp(`request=${two}`))
  await expect(logs.detail).toContainText(two ?? '')
  await page.keyboard.press('k')
  await expect(logs.detail).toContainText(one ?? '')
  await page.reload()
  await expect(logs.detail).toContainText(one ?? '')
  await expect(logs.panel).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(logs.detail).toHaveCount(0)
  await expect(page).toHaveURL(/status=failed/)

  await logs.removeFilter(words.logs.filters.status)
  await expect(page).not.toHaveURL(/status/)
  await page.getByRole('searchbox', { name: words.logs.search }).fill(two ?? '')
  await expect(logs.detail).toContainText(two ?? '')

  await logs.open('?model=nobody%2Fhas-called-this')
  await expect(page.getByText(words.logs.noneTitle)).toBeVisible()
  await page.getByRole('link', { name: words.logs.clearFilters }).click()
  await expect(logs.rows.first()).toBeVisible()
})

test('requests of another team are not found, by page, by panel or by script', async ({ page, words, browser }) => {
  const own = new URL(page.url()).pathname
  const secret = await team.createKey('own')
  const answer = await fetch(`${firstRun().base_url}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: firstRun().models[0], messages }),
  })
  const id = answer.headers.get('x-request-id') ?? ''
  await expect(async () => {
    await logs.open(`?request=${id}`)
    await expect(logs.detail).toContainText(id, { timeout: 1000 })
  }).toPass()

  // A page of its own: the browser's note about a 404 is no complaint here.
  const stranger = await browser.newPage()
  const strangers = await enterAsNewcomer(stranger)
  await stranger.goto(`${strangers}/logs?request=${id}`)
  await expect(stranger.getByText(words.logs.panel.missingTitle)).toBeVisible()
  expect((await stranger.goto(`${own}/logs`))?.status()).toBe(404)
  expect((await stranger.request.get(`${own}/logs/rows`)).status()).toBe(404)
  expect((await stranger.request.get(`/team_x/logs/rows`)).status()).toBe(404)
  await stranger.close()
  await page.context().clearCookies()
  expect((await page.request.get(`${own}/logs/rows`)).status()).toBe(401)
})
