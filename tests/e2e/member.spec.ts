import { randomUUID } from 'node:crypto'
import OpenAI from 'openai'
import { AuthPage } from './pages/auth-page'
import { TeamPage } from './pages/team-page'
import { firstRun } from './support/first-run'
import { chargeOf, type Pricing } from './support/money'
import { expect, expectAccessible, test } from './support/test'

const password = 'correct horse battery'
const messages = [{ role: 'user', content: 'Say hello.' }] as const

test('a newcomer signs up, makes a key, calls a model and pays exactly tokens times price', async ({ page, words }) => {
  const { base_url, models } = firstRun()
  const model = models[0] ?? ''
  await page.goto('/')
  await expectAccessible(page)
  await page.goto('/sign-up')
  await expectAccessible(page)
  await new AuthPage(page, words).signUp(`${randomUUID()}@example.com`, password)

  const team = new TeamPage(page, words)
  await team.arrived()
  await expectAccessible(page)
  await expect(page.getByText(words.requests.emptyTitle)).toBeVisible()
  const before = await team.availableNanos()

  const secret = await team.createKey('journey')
  expect(secret).toMatch(/^tg-[0-9A-Za-z]{43}-[0-9A-Za-z]{6}$/)
  await expect(team.keys).toHaveCount(1)
  await expect(page.getByText(secret)).toHaveCount(0)

  const openai = new OpenAI({ baseURL: `${base_url}/api/v1`, apiKey: secret, maxRetries: 0 })
  const listed = (await openai.models.list()).data.find((entry) => entry.id === model) as (OpenAI.Model & { pricing: Pricing }) | undefined
  if (!listed) throw new Error(`${model} is not listed`)

  const whole = await openai.chat.completions.create({ model, messages: [...messages] })
  expect(whole.choices[0]?.message.content).toBeTruthy()
  const stream = await openai.chat.completions.create({
    model,
    messages: [...messages],
    stream: true,
    stream_options: { include_usage: true },
  })
  let text = ''
  let streamedUsage: OpenAI.CompletionUsage | null | undefined
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? ''
    streamedUsage = chunk.usage ?? streamedUsage
  }
  expect(text).toBeTruthy()
  if (!whole.usage || !streamedUsage) throw new Error('no usage')

  await expect(async () => {
    await page.reload()
    await expect(team.requests).toHaveCount(2, { timeout: 1000 })
  }).toPass()
  const streamedCharge = chargeOf(streamedUsage, listed.pricing)
  const wholeCharge = chargeOf(whole.usage, listed.pricing)
  expect(wholeCharge).toBeGreaterThan(0n)
  expect(await team.chargeNanos(team.requests.nth(0))).toBe(streamedCharge)
  expect(await team.chargeNanos(team.requests.nth(1))).toBe(wholeCharge)
  expect(before - (await team.availableNanos())).toBe(streamedCharge + wholeCharge)
  await expect(team.requests.nth(1)).toContainText(model)
  await expectAccessible(page)
})

test('a key without a name is refused however often, and is shown once it has one', async ({ page, words }) => {
  await new AuthPage(page, words).signUp(`${randomUUID()}@example.com`, password)
  const team = new TeamPage(page, words)
  await team.arrived()
  await page.getByRole('button', { name: words.keys.create }).click()
  const dialog = page.getByRole('dialog')
  for (const name of ['', ' ']) {
    await dialog.getByLabel(words.keys.name).fill(name)
    const answered = page.waitForResponse((response) => response.request().method() === 'POST')
    await dialog.getByRole('button', { name: words.keys.create }).click()
    await answered
    await expect(dialog.getByText(words.invalid.required)).toBeVisible()
  }
  await dialog.getByLabel(words.keys.name).fill('named at last')
  await dialog.getByRole('button', { name: words.keys.create }).click()
  await expect(dialog.getByTestId('secret')).toHaveText(/^tg-/)
})

test('a key that nobody copied asks once before it is gone', async ({ page, words }) => {
  await new AuthPage(page, words).signUp(`${randomUUID()}@example.com`, password)
  await new TeamPage(page, words).arrived()
  await page.getByRole('button', { name: words.keys.create }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.keys.name).fill('nearly lost')
  await dialog.getByRole('button', { name: words.keys.create }).click()
  const secret = await dialog.getByTestId('secret').innerText()
  await expect(dialog.getByRole('region', { name: words.firstSteps.curl })).toContainText(`Bearer ${secret}`)
  await page.keyboard.press('Escape')
  await expect(dialog.getByRole('alert')).toContainText(words.ui.secretUnsaved)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: words.ui.closeUnsaved }).click()
  await expect(dialog).toBeHidden()
})

test('a disabled key is refused, and a deleted one is gone', async ({ page, words }) => {
  const { base_url, models } = firstRun()
  await new AuthPage(page, words).signUp(`${randomUUID()}@example.com`, password)
  const team = new TeamPage(page, words)
  await team.arrived()
  const apiKey = await team.createKey('short-lived')
  const openai = new OpenAI({ baseURL: `${base_url}/api/v1`, apiKey, maxRetries: 0 })
  await openai.models.list()

  await team.disableKey('short-lived')
  await expect(team.keys.first()).toContainText(words.keyStatus.disabled)
  await expect(openai.chat.completions.create({ model: models[0] ?? '', messages: [...messages] })).rejects.toThrow(
    OpenAI.AuthenticationError,
  )

  await team.deleteKey('short-lived')
  await expect(team.keys).toHaveCount(0)
  await expect(page.getByText(words.keys.emptyTitle)).toBeVisible()
})
