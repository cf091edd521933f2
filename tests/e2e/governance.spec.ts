import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import OpenAI from 'openai'
import { BudgetsPage } from './pages/budgets-page'
import { KeysPage } from './pages/keys-page'
import { PolicyPage } from './pages/policy-page'
import { WebhooksPage } from './pages/webhooks-page'
import { enterAsNewcomer, enterAsOperator } from './support/entry'
import { firstRun } from './support/first-run'
import { startReceiver } from './support/start-receiver'
import { expect, expectAccessible, say, test } from './support/test'

const [chat = '', mini = ''] = firstRun().models

interface Answer {
  /** The error's code; `done` where it answers. */
  code: string
  /** The limit that refused it. */
  limit?: string
  /** The model that took over. */
  fallback?: string | null
}

/** What the gateway answers this key. */
async function ask(apiKey: string, { model = chat, most = 5 } = {}): Promise<Answer> {
  const client = new OpenAI({ baseURL: `${firstRun().base_url}/api/v1`, apiKey, maxRetries: 0 })
  const messages = [{ role: 'user' as const, content: 'Say hello.' }]
  try {
    const { response } = await client.chat.completions.create({ model, messages, max_tokens: most }).withResponse()
    return { code: 'done', fallback: response.headers.get('x-tollgate-fallback-model') }
  } catch (thrown) {
    if (!(thrown instanceof OpenAI.APIError)) throw thrown
    const error = thrown.error as { details?: { limit?: string } } | undefined
    return { code: String(thrown.code), limit: error?.details?.limit }
  }
}

test('policies of team, member and key are edited, said in words with where each comes from, and kept by the gateway at once', async ({
  page,
  words,
}) => {
  const keys = new KeysPage(page, words)
  const policy = new PolicyPage(page, words)
  const team = await enterAsNewcomer(page)
  await keys.open('', team)
  const secret = await keys.createKey({ name: 'website' })
  expect(await ask(secret)).toMatchObject({ code: 'done' })

  const limit = /2 requests a minute|每分钟 2 次请求/
  const ceiling = /50 output tokens a request|最多输出 50 个 token/
  await page.goto(`${team}/policy`)
  await policy.field('limits_requests_per_minute').fill('2')
  await policy.save()
  await policy.expectInForce(limit)
  await expectAccessible(page)
  await page.goto(`${team}/team`)
  await page.getByTestId('member').getByRole('link', { name: '@example.com' }).click()
  await expect(page.getByText(words.policy.memberText)).toBeVisible()
  await policy.field('max_output_tokens').fill('50')
  await policy.save()
  await policy.expectInForce(ceiling)

  await keys.open('', team)
  await keys.key('website').getByRole('link', { name: 'website' }).click()
  await policy.field('models_deny').fill(chat)
  await policy.save()
  await policy.expectInForce(say(words.policy.words.modelsDeny, { list: chat }), 'key')
  await policy.expectInForce(ceiling, 'member')
  await policy.expectInForce(limit, 'team')
  await expectAccessible(page)
  expect(await ask(secret)).toMatchObject({ code: 'model_not_allowed' })
  expect(await ask(secret, { model: mini, most: 60 })).toEqual({ code: 'invalid_request', limit: 'member.max_output_tokens' })
  for (let request = 0; request < 2; request++) expect(await ask(secret, { model: mini })).toMatchObject({ code: 'done' })
  expect(await ask(secret, { model: mini })).toEqual({ code: 'rate_limit_exceeded', limit: 'team.requests_per_minute' })

  await policy.field('ip_allow').fill('nowhere')
  await policy.save()
  await expect(page.getByText(words.invalid.addresses)).toBeVisible()
  await expect(policy.field('ip_allow')).toHaveValue('nowhere')
})

test('who saves a policy from an older page is told who changed it meanwhile, keeps what was typed, and may save again', async ({
  page,
  words,
  context,
}) => {
  const team = await enterAsNewcomer(page)
  const [older, newer] = [new PolicyPage(page, words), new PolicyPage(await context.newPage(), words)]
  await page.goto(`${team}/policy`)
  await newer.page.goto(`${team}/policy`)
  await newer.field('limits_requests_per_day').fill('900')
  await newer.field('tags').fill('website')
  await newer.save()
  await newer.expectInForce(/900 requests a day|每天 900 次请求/)
  await newer.page.close()

  await older.field('limits_requests_per_day').fill('500')
  await older.save()
  const told = new RegExp(words.invalid.changedBy.replace('{name}', '.+'))
  await expect(page.locator('[data-field-error]').getByText(told)).toBeVisible()
  await older.expectInForce(/900 requests a day|每天 900 次请求/)
  await expect(older.field('limits_requests_per_day')).toHaveValue('500')
  await expect(older.field('tags')).toHaveValue('website')
  await expectAccessible(page)
  await older.save()
  await older.expectInForce(/500 requests a day|每天 500 次请求/)
  await older.expectInForce(/website/)
})

test('a budget is reached and raised for a time, only tells, and hands over to a cheaper model', async ({ page, words }) => {
  const keys = new KeysPage(page, words)
  const budgets = new BudgetsPage(page, words)
  const team = await enterAsNewcomer(page)
  await keys.open('', team)
  const secret = await keys.createKey({ name: 'app' })
  await page.goto(`${team}/budgets`)
  await budgets.create({ amount: '0' }, 'cancel')
  await expect(budgets.budget).toHaveCount(0)
  await budgets.create({ amount: '0' }, 'go on')
  await expect(budgets.budget).toContainText(words.budgets.usedUp)
  expect(await ask(secret)).toMatchObject({ code: 'budget_exceeded' })
  await budgets.change({ amount: '0.000000001' })
  await expect(budgets.budget).toContainText(words.budgets.wholeTeam)
  await expectAccessible(page)
  expect(await ask(secret)).toMatchObject({ code: 'budget_exceeded' })

  await budgets.raise('1')
  await expect(budgets.budget).toContainText('$1.00')
  expect(await ask(secret)).toMatchObject({ code: 'done' })
  await page.goto(`${team}/policy`)
  const policy = new PolicyPage(page, words)
  await policy.expectInForce(/\$1\.00.*\$0\.000.000.001/)
  await policy.field('aliases').fill('quick = nobody-sells-this')
  await policy.save()
  await policy.expectInForce(say(words.policy.words.trouble.alias.unknown, { model: 'nobody-sells-this' }))
  await page.goto(`${team}/budgets`)
  await budgets.choose('lower')
  await expect(budgets.budget).not.toContainText('$1.00')
  await expect(budgets.budget).toContainText(words.budgets.usedUp)
  expect(await ask(secret)).toMatchObject({ code: 'budget_exceeded' })

  await budgets.change({ mode: 'soft' })
  await expect(budgets.budget).toContainText(words.budgets.onlyTells)
  expect(await ask(secret)).toMatchObject({ code: 'done', fallback: null })
  await budgets.change({ mode: 'hard', amount: '0.0005', fallback: mini })
  await expect(budgets.budget).toContainText(say(words.budgets.fallsBack, { model: mini }))
  expect(await ask(secret, { most: 100 })).toMatchObject({ code: 'done', fallback: mini })

  const refused = page.getByTestId('refused')
  // Refusals are counted every ten seconds.
  await expect(async () => {
    await page.goto(team)
    await expect(refused).toContainText(words.refused.why.budget_exceeded, { timeout: 3_000 })
  }).toPass()
  await expect(refused).toContainText('budget_exceeded')
  await expectAccessible(page)
  await refused.getByRole('link', { name: words.refused.ways.budgets }).click()
  await expect(budgets.budget).toBeVisible()
  await page.goto(team)
  await refused.getByRole('link', { name: 'app', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'app' })).toBeVisible()
})

test('a webhook is told that a key was blocked, its callers read why, and the audit keeps who did it', async ({ page, words, browser }) => {
  const receiver = await startReceiver()
  const { url, messages } = receiver
  const keys = new KeysPage(page, words)
  const webhooks = new WebhooksPage(page, words)
  const team = await enterAsNewcomer(page)
  await page.goto(`${team}/webhooks`)
  const signing = await webhooks.create(url)
  await webhooks.choose(url, 'test')
  await expect(page.getByText(say(words.webhooks.testWorks, { status: '200' }))).toBeVisible()
  await expect(webhooks.webhooks).toContainText(words.webhooks.states.delivered)
  await expect(webhooks.webhooks).toContainText(words.webhooks.kinds.webhook_test)
  const [message] = messages
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = message?.headers ?? {}
  const mac = createHmac('sha256', Buffer.from(signing.replace('whsec_', ''), 'base64')).update([id, at, message?.body].join('.'))
  expect(signature).toBe(`v1,${mac.digest('base64')}`)
  await page.reload()
  expect(await page.content()).not.toContain(signing)

  await keys.open('', team)
  const secret = await keys.createKey({ name: 'laptop' })
  await keys.key('laptop').getByRole('link', { name: 'laptop' }).click()
  await page.getByRole('button', { name: words.policy.block }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.policy.blockReason).fill('stolen')
  await dialog.getByRole('button', { name: words.policy.block }).click()
  await expect(page.getByText(say(words.policy.blockedFor, { reason: 'stolen' }))).toBeVisible()
  expect(await ask(secret)).toMatchObject({ code: 'key_blocked' })
  receiver.answerWith(503)
  const operator = await browser.newPage()
  await enterAsOperator(operator)
  await operator.goto('/admin/system')
  const runJob = (job: string) => operator.getByTestId('job').filter({ hasText: job }).getByRole('button').click()
  await runJob('find-notices')
  await expect(async () => {
    await runJob('deliver-notices')
    await expect.poll(() => messages.length, { timeout: 3_000 }).toBeGreaterThan(1)
  }).toPass({ timeout: 40_000 })
  await operator.close()
  expect(JSON.parse(messages[1]?.body ?? '{}')).toMatchObject({ type: 'key.blocked' })
  await page.getByRole('button', { name: words.policy.unblock }).click()
  await expect(page.getByRole('button', { name: words.policy.block, exact: true })).toBeVisible()
  expect(await ask(secret)).toMatchObject({ code: 'done' })

  await page.goto(`${team}/audit?action=key.block`)
  const line = page.getByTestId('audit-line')
  await expect(line).toHaveCount(1)
  await expect(line).toContainText('laptop')
  await line.locator('summary').click()
  await expect(line.getByText('stolen')).toBeVisible()
  await expectAccessible(page)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: words.audit.export }).click()])
  const csv = await readFile(await download.path(), 'utf8')
  expect(csv).toContain('stolen')
  expect(csv).not.toContain('webhook.create')

  await expect(async () => {
    await page.goto(`${team}/webhooks`)
    await expect(webhooks.webhooks).toContainText(say(words.webhooks.testRefused, { status: '503' }), { timeout: 1_000 })
  }).toPass()
  await webhooks.choose(url, 'disable')
  await expect(webhooks.webhooks).toContainText(words.webhooks.off)
  await receiver.close()
  await webhooks.choose(url, 'test')
  await expect(page.locator('[data-sonner-toast]').getByText(words.webhooks.testUnreachable)).toBeVisible()
})
