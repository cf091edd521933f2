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
