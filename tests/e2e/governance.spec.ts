import OpenAI from 'openai'
import { KeysPage } from './pages/keys-page'
import { enterAsNewcomer } from './support/entry'
import { firstRun } from './support/first-run'
import { expect, expectAccessible, say, test } from './support/test'

const messages = [{ role: 'user' as const, content: 'Say hello.' }]

/** What the gateway answers this key, as its error code; `done` where it answers. */
async function ask(apiKey: string, model = firstRun().models[0] ?? ''): Promise<string> {
  const client = new OpenAI({ baseURL: `${firstRun().base_url}/api/v1`, apiKey, maxRetries: 0 })
  try {
    await client.chat.completions.create({ model, messages, max_tokens: 5 })
    return 'done'
  } catch (thrown) {
    return thrown instanceof OpenAI.APIError ? String(thrown.code) : 'unreachable'
  }
}

test('a policy is edited, said in words, and kept by the gateway on the next request', async ({ page, words }) => {
  const keys = new KeysPage(page, words)
  await keys.open('', await enterAsNewcomer(page))
  const secret = await keys.createKey({ name: 'website' })
  expect(await ask(secret)).toBe('done')
  await keys.key('website').getByRole('link', { name: 'website' }).click()
  const { policy } = words
  await page.getByLabel(policy.fields.models_deny).fill(firstRun().models[0] ?? '')
  await page.getByLabel(policy.fields.limits_requests_per_minute, { exact: true }).fill('20')
  await page.getByRole('button', { name: policy.save }).click()
  const inForce = page.getByTestId('policy-words')
  await expect(inForce).toContainText(say(policy.words.modelsDeny, { list: firstRun().models[0] ?? '' }))
  await expect(inForce).toContainText(policy.levels.key)
  await expectAccessible(page)
  expect(await ask(secret)).toBe('model_not_allowed')
  expect(await ask(secret, firstRun().models[1])).toBe('done')

  await page.getByLabel(policy.fields.ip_allow).fill('nowhere')
  await page.getByRole('button', { name: policy.save }).click()
  await expect(page.getByText(words.invalid.addresses)).toBeVisible()
  await expect(page.getByLabel(policy.fields.ip_allow)).toHaveValue('nowhere')
})

test('a budget is reached, raised for a time, and requests work again', async ({ page, words }) => {
  const keys = new KeysPage(page, words)
  const team = await enterAsNewcomer(page)
  await keys.open('', team)
  const secret = await keys.createKey({ name: 'app' })
  await page.goto(`${team}/budgets`)
  const { budgets } = words
  await page.getByRole('button', { name: budgets.create }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(budgets.amount).fill('0.000000001')
  await dialog.getByRole('button', { name: budgets.create }).click()
  const row = page.getByTestId('budget')
  await expect(row).toContainText(budgets.wholeTeam)
  await expectAccessible(page)
  expect(await ask(secret)).toBe('budget_exceeded')

  await row.getByRole('button').click()
  await page.getByRole('menuitem', { name: budgets.raise }).click()
  await dialog.getByLabel(budgets.raiseBy).fill('1')
  await dialog.getByRole('button', { name: budgets.raise }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('$1.00')
  expect(await ask(secret)).toBe('done')
})

test('a key is blocked with a reason that its callers read, and unblocked', async ({ page, words }) => {
  const keys = new KeysPage(page, words)
  const team = await enterAsNewcomer(page)
  await keys.open('', team)
  const secret = await keys.createKey({ name: 'laptop' })
  await keys.key('laptop').getByRole('link', { name: 'laptop' }).click()
  await page.getByRole('button', { name: words.policy.block }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.policy.blockReason).fill('stolen')
  await dialog.getByRole('button', { name: words.policy.block }).click()
  await expect(page.getByText(say(words.policy.blockedFor, { reason: 'stolen' }))).toBeVisible()
  expect(await ask(secret)).toBe('key_blocked')
  await page.getByRole('button', { name: words.policy.unblock }).click()
  await expect(page.getByRole('button', { name: words.policy.block, exact: true })).toBeVisible()
  expect(await ask(secret)).toBe('done')
})
