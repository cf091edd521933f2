import { randomUUID } from 'node:crypto'
import { PlaygroundPage } from './pages/playground-page'
import { enterAsNewcomer } from './support/entry'
import { firstRun } from './support/first-run'
import { expect, expectAccessible, say, test } from './support/test'

test('a conversation streams, says what it cost, survives a reload and is charged to the team', async ({ page, words }) => {
  const team = await enterAsNewcomer(page)
  const playground = new PlaygroundPage(page, words)
  await playground.open(team, '?model=demo-chat')
  await expectAccessible(page)
  await playground.ask('Say hello.')
  await playground.done(playground.answers.first())
  await expect(playground.answers.first()).toContainText('Say hello.')
  const charge = await playground.chargeOf(playground.answers.first())
  expect(Number(charge)).toBeGreaterThan(0)
  expect(playground.secret).toMatch(/^tg-/)
  expect(await page.evaluate(() => JSON.stringify([sessionStorage, localStorage, document.cookie]))).not.toContain(playground.secret)
  await expectAccessible(page)

  await page.waitForTimeout(500)
  await page.reload()
  await expect(playground.turns).toHaveCount(1)
  expect(await playground.chargeOf(playground.answers.first())).toBe(charge)
  const told = await page.request.get('/api/v1/credits', { headers: { authorization: `Bearer ${playground.secret}` } })
  expect(((await told.json()) as { data: { total_usage: number } }).data.total_usage).toBe(Number(charge))
})

test('two models answer the same prompt side by side, each on its own terms', async ({ page, words }) => {
  const team = await enterAsNewcomer(page)
  const playground = new PlaygroundPage(page, words)
  const { playground: own } = words
  await playground.open(team, '?model=demo-chat')
  await page.getByRole('button', { name: own.compare }).click()
  await page.waitForURL(/compare=/)
  await playground.open(team, '?model=demo-chat&compare=demo-mini')
  await page.getByRole('button', { name: say(own.parametersOf, { model: 'demo-mini' }) }).click()
  await page.getByLabel(own.maxTokens).fill('0')
  await expect(page.getByText(own.blocked.parameters)).toBeVisible()
  await page.getByLabel(own.maxTokens).fill('5')
  await page.keyboard.press('Escape')
  await playground.ask('Compare yourselves.')
  await expect(playground.answers).toHaveCount(2)
  for (const answer of await playground.answers.all()) await playground.done(answer)
  await expect(playground.answers.nth(1)).toContainText(own.finish.length)
  await expect(playground.answers.nth(0)).not.toContainText(own.finish.length)
  await expectAccessible(page)

  await page.getByRole('button', { name: say(own.codeOf, { model: 'demo-mini' }) }).click()
  const code = page.getByRole('dialog').getByRole('region')
  await expect(code).toContainText('"max_tokens":5')
  await expect(code).toContainText('Compare yourselves.')
  await page.getByRole('tab', { name: 'Python' }).click()
  await expect(page.getByRole('dialog').getByRole('region')).toContainText('max_tokens=5')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: say(own.removeNamed, { model: 'demo-mini' }) }).click()
  await page.waitForURL((url) => !url.searchParams.has('compare'))
  await playground.chooseModel('demo-chat', 'demo-mini')
  await page.waitForURL(/model=demo-mini/)
})

test('an answer is stopped by Esc and says what it cost, is asked again, and its prompt rewritten', async ({ page, words }) => {
  const team = await enterAsNewcomer(page)
  const playground = new PlaygroundPage(page, words)
  await playground.open(team, '?model=demo-chat')
  await playground.ask('Tell me everything about tolls, gates and receipts.')
  const answer = playground.answers.first()
  await expect(answer).toHaveAttribute('data-state', 'streaming')
  await page.keyboard.press('Escape')
  await expect(answer).toHaveAttribute('data-state', 'stopped')
  await expect(answer.getByTestId('figures').locator('data')).toHaveCount(1)
  expect(Number(await playground.chargeOf(answer))).toBeGreaterThan(0)

  await page.getByRole('button', { name: say(words.playground.retryNamed, { model: 'demo-chat' }) }).click()
  await playground.done(answer)
  await page.getByRole('button', { name: words.playground.edit }).click()
  await page.getByRole('textbox', { name: words.playground.edit }).fill('Only hello.')
  await page.keyboard.press('Enter')
  await expect(playground.turns).toHaveCount(1)
  await playground.done(answer)
  await expect(answer).toContainText('Only hello.')
  await page.getByRole('button', { name: words.playground.clear }).click()
  await expect(page.getByText(words.playground.openingTitle)).toBeVisible()
})

test('without a network the prompt says so, and is answered once there is one', async ({ page, words, browser }) => {
  const team = await enterAsNewcomer(page)
  // A page of its own: the browser's note about the lost network is no complaint here.
  const context = await browser.newContext({ storageState: await page.context().storageState() })
  const adrift = await context.newPage()
  const playground = new PlaygroundPage(adrift, words)
  await playground.open(team, '?model=demo-chat')
  const answer = playground.answers.first()
  // Parts of the page that load after it are there, so that only the asking meets the lost network.
  await adrift.waitForLoadState('networkidle')
  await context.setOffline(true)
  await playground.ask('Are you there?')
  await expect(answer.getByRole('alert')).toContainText(words.playground.errors.network)
  // Not even the key could be asked for, so nothing was sent.
  await expect(answer.getByTestId('cost')).toHaveText(words.playground.cost.none)
  await context.setOffline(false)
  await adrift.getByRole('button', { name: say(words.playground.retryNamed, { model: 'demo-chat' }) }).click()
  await playground.done(answer)
  await context.close()
})

test('a team whose policy asks for an end user is answered too: its person is the one', async ({ page, words }) => {
  const team = await enterAsNewcomer(page)
  const { base_url, management_key } = firstRun()
  const playground = new PlaygroundPage(page, words)
  await playground.open(team, '?model=demo-mini')
  const headers = { authorization: `Bearer ${management_key}` }
  const policy = `${base_url}/api/manage/v1/teams${team}/policy`
  expect((await page.request.patch(policy, { headers, data: { end_users: { required: true } } })).status()).toBe(200)
  await playground.ask('Who asks?')
  await playground.done(playground.answers.first())
  await page.request.patch(policy, { headers, data: { end_users: null } })
})

test('a team without credit is told so in plain words', async ({ page, words, browser }) => {
  const team = await enterAsNewcomer(page)
  const { base_url, management_key } = firstRun()
  const credits = `${base_url}/api/manage/v1/teams${team}`
  const headers = { authorization: `Bearer ${management_key}` }
  const { available_usd } = (await (await page.request.get(`${credits}/balance`, { headers })).json()) as { available_usd: string }
  const taken = { amount_usd: `-${available_usd}`, reference: randomUUID(), reason: 'e2e' }
  if (Number(available_usd) > 0) expect((await page.request.post(`${credits}/credits`, { headers, data: taken })).status()).toBe(201)
  // A page of its own: the browser's note about the 402 is no complaint here.
  const poor = await browser.newPage({ storageState: await page.context().storageState() })
  const playground = new PlaygroundPage(poor, words)
  await playground.open(team, '?model=demo-chat')
  await playground.ask('Anything.')
  const failure = playground.answers.first().getByRole('alert')
  await expect(failure).toContainText(words.playground.errors.insufficient_credit)
  await expect(failure).toContainText(/req_[0-9a-z]{26}/)
  await expect(failure.getByTestId('cost')).toHaveText(words.playground.cost.none)
  await expect(failure.getByRole('link')).toHaveCount(0)
  await poor.close()
})

test('an answer that fails says what to do, what it cost and where it is logged', async ({ page, words, browser }) => {
  const team = await enterAsNewcomer(page)
  // A page of its own: the browser's note about the 502 is no complaint here.
  const unlucky = await browser.newPage({ storageState: await page.context().storageState() })
  const playground = new PlaygroundPage(unlucky, words)
  const error = { code: 'upstream_unreachable', message: 'The model provider could not be reached.', request_id: `req_${'0'.repeat(26)}` }
  let answers = { status: 502, headers: { 'x-tollgate-model': 'demo-chat' } as Record<string, string>, body: JSON.stringify({ error }) }
  await unlucky.route('**/api/v1/chat/completions', (route) => route.fulfill(answers))
  await unlucky.route('**/api/v1/generation?*', (route) =>
    route.fulfill({ json: { data: { usage: 0.0000412, tokens_prompt: 3, tokens_completion: 4, estimated: true } } }),
  )
  await playground.open(team, '?model=demo-chat')
  await playground.ask('Anything.')
  const failure = playground.answers.first().getByRole('alert')
  await expect(failure).toContainText(words.playground.errors.upstream_unreachable)
  await expect(failure.getByTestId('cost')).toHaveText(words.playground.cost.none)
  const link = failure.getByRole('link', { name: words.playground.inLogs })
  await expect(link).toHaveAttribute('href', `${team}/logs?request=${error.request_id}`)
  await expectAccessible(unlucky)

  answers = {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'x-request-id': error.request_id },
    body: `data: {"choices":[{"delta":{"content":"Half"}}]}\n\ndata: ${JSON.stringify({ error: { ...error, code: 'upstream_interrupted' } })}\n\n`,
  }
  await unlucky.getByRole('button', { name: say(words.playground.retryNamed, { model: 'demo-chat' }) }).click()
  await expect(failure).toContainText(words.playground.errors.upstream_interrupted)
  await expect(failure.getByTestId('cost').locator('data')).toHaveAttribute('value', '0.000041200')
  await expect(link).toBeVisible()
  await unlucky.close()
})

test('signing out ends the secret that the page held', async ({ page, words }) => {
  const team = await enterAsNewcomer(page)
  const playground = new PlaygroundPage(page, words)
  await playground.open(team, '?model=demo-mini')
  await playground.ask('Hello.')
  await playground.done(playground.answers.first())
  const call = () =>
    page.request.post('/api/v1/chat/completions', {
      headers: { authorization: `Bearer ${playground.secret}` },
      data: { model: 'demo-mini', messages: [{ role: 'user', content: 'hi' }] },
    })
  expect((await call()).status()).toBe(200)
  await page.getByRole('button', { name: /@example\.com/ }).click()
  await page.getByRole('menuitem', { name: words.auth.signOut }).click()
  await page.waitForURL('**/sign-in')
  expect((await call()).status()).toBe(401)
})
