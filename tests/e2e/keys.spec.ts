import OpenAI from 'openai'
import { KeysPage } from './pages/keys-page'
import { LogsPage } from './pages/logs-page'
import { enterAsNewcomer } from './support/entry'
import { firstRun } from './support/first-run'
import { expect, expectAccessible, say, test } from './support/test'

const messages = [{ role: 'user' as const, content: 'Say hello.' }]
let keys: KeysPage

test.beforeEach(async ({ page, words }) => {
  keys = new KeysPage(page, words)
  await keys.open('', await enterAsNewcomer(page))
})

function clientOf(apiKey: string): OpenAI {
  return new OpenAI({ baseURL: `${firstRun().base_url}/api/v1`, apiKey, maxRetries: 0 })
}

const ask = (apiKey: string) => clientOf(apiKey).chat.completions.create({ model: firstRun().models[0] ?? '', messages })

test('a first key is made with a last day and a budget, tested, and shown in the code of every client', async ({ page, words }) => {
  await expect(page.getByText(words.keys.emptyTitle)).toBeVisible()
  await expectAccessible(page)
  const expires = `${new Date().getUTCFullYear() + 1}-12-31`
  await keys.startKey({ name: 'website', expires, budget: '50' })
  const secret = await keys.dialog.getByTestId('secret').innerText()
  expect(secret).toMatch(/^tg-[0-9A-Za-z]{43}-[0-9A-Za-z]{6}$/)

  const outcome = await keys.test()
  await expect(outcome).toContainText(words.keys.testWorks)
  await expect(outcome).toContainText(/\$0\.000/)
  await expect(outcome).toContainText(/req_[0-9a-z]{26}/)
  for (const client of ['curl', 'Python', 'TypeScript', 'AI SDK']) {
    await keys.dialog.getByRole('tab', { name: client }).click()
    const code = keys.dialog.getByRole('region', { name: say(words.snippets.with, { client }) })
    await expect(code).toContainText(secret)
    await expect(code).toContainText(`${firstRun().base_url}/api/v1`)
  }
  for (const client of ['Claude Code', 'Codex']) {
    await keys.dialog.getByRole('tab', { name: client }).click()
    await expect(keys.dialog.getByText(words.snippets.notYet)).toBeVisible()
  }
  await expectAccessible(page)
  expect(await keys.takeSecret()).toBe(secret)
  await expect(page.getByText(secret)).toHaveCount(0)

  const row = keys.key('website')
  await expect(row).toContainText(words.keyStatus.active)
  await expect(row).toContainText(say(words.keys.ofBudget, {}).trim())
  await expect(row).toContainText('$50.00')
  await expect(row).toContainText(expires.slice(0, 4))
  await expect(async () => {
    await page.reload()
    await expect(row).not.toContainText(words.keys.neverUsed, { timeout: 1000 })
  }).toPass()
  await expectAccessible(page)
})

test('a download holds what a client reads from its environment', async ({ page, words }) => {
  await keys.startKey({ name: 'server' })
  const secret = await keys.dialog.getByTestId('secret').innerText()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    keys.dialog.getByRole('button', { name: words.ui.downloadEnv }).click(),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).toString()).toBe(`OPENAI_API_KEY=${secret}\nOPENAI_BASE_URL=${firstRun().base_url}/api/v1\n`)
})

test('a key without a name, or with a day that has passed, is refused however often, and is shown once it has both', async ({ words }) => {
  await keys.startKey({ name: ' ', expires: '2020-01-01' })
  await expect(keys.dialog.getByText(words.invalid.required)).toBeVisible()
  await keys.dialog.getByLabel(words.keys.name, { exact: true }).fill('named')
  await keys.submit(words.keys.create)
  await expect(keys.dialog.getByText(words.invalid.dayPast)).toBeVisible()
  await keys.dialog.getByLabel(words.keys.lastDay).fill('')
  await keys.dialog.getByLabel(words.keys.budget).fill('0')
  await keys.submit(words.keys.create)
  await expect(keys.dialog.getByText(words.invalid.amountPositive)).toBeVisible()
  await keys.dialog.getByLabel(words.keys.budget).fill('')
  await keys.submit(words.keys.create)
  await expect(keys.dialog.getByTestId('secret')).toHaveText(/^tg-/)
})

test('a key that nobody copied asks once before it is gone', async ({ page, words }) => {
  await keys.startKey({ name: 'nearly lost' })
  await keys.dialog.getByTestId('secret').waitFor()
  await page.keyboard.press('Escape')
  await expect(keys.dialog.getByRole('alert')).toContainText(words.ui.secretUnsaved)
  await keys.dialog.getByRole('button', { name: words.ui.closeUnsaved }).click()
  await expect(keys.dialog).toBeHidden()
})

test('a rotated key keeps its name; the old secret works as long as was chosen, or ends at once', async ({ words }) => {
  const first = await keys.createKey({ name: 'rotating' })
  await keys.choose('rotating', 'rotate')
  await keys.submit(words.keys.rotate)
  const second = await keys.takeSecret()
  await expect(keys.key('rotating')).toContainText(say(words.keys.oldWorksUntil, {}).trim())
  await ask(first)
  await ask(second)

  await keys.choose('rotating', 'rotate')
  await keys.dialog.getByRole('combobox').click()
  await keys.dialog.page().getByRole('option', { name: words.keys.overlaps['0'] }).click()
  await keys.submit(words.keys.rotate)
  const third = await keys.takeSecret()
  await expect(keys.key('rotating')).not.toContainText(say(words.keys.oldWorksUntil, {}).trim())
  for (const ended of [first, second]) await expect(ask(ended)).rejects.toThrow(OpenAI.AuthenticationError)
  await ask(third)
})

test('a key is renamed, disabled, enabled and deleted; the gateway heeds each, and the logs keep its name', async ({ page, words }) => {
  const secret = await keys.createKey({ name: 'short-lived' })
  await keys.choose('short-lived', 'edit')
  await keys.dialog.getByLabel(words.keys.name, { exact: true }).fill('renamed')
  await keys.submit(words.keys.save)
  await expect(keys.key('renamed')).toBeVisible()
  await ask(secret)

  await keys.disable('renamed')
  await expect(page.getByText(say(words.keys.nowDisabled, { name: 'renamed' }))).toBeVisible()
  await expect(keys.key('renamed')).toContainText(words.keyStatus.disabled)
  await expect(ask(secret)).rejects.toThrow(OpenAI.AuthenticationError)
  await keys.choose('renamed', 'enable')
  await expect(page.getByText(say(words.keys.nowEnabled, { name: 'renamed' }))).toBeVisible()
  await expect(keys.key('renamed')).toContainText(words.keyStatus.active)
  // A refusal is remembered for a second.
  await expect(() => ask(secret)).toPass()

  await keys.delete('renamed')
  await expect(keys.keys).toHaveCount(0)
  await expect(page.getByText(words.keys.emptyTitle)).toBeVisible()

  const logs = new LogsPage(page, words)
  await logs.open()
  await expect(logs.rows.first()).toContainText(say(words.logs.filters.deletedKey, { name: 'renamed' }))
})

test('a pasted secret is tested as the key it is, and a wrong one says what to do', async ({ page, words }) => {
  const secret = await keys.createKey({ name: 'one' })
  await keys.createKey({ name: 'two' })
  await keys.choose('one', 'test')
  const field = keys.dialog.getByLabel(words.keys.testSecret, { exact: true })
  await field.fill(` ${secret} `)
  await expect(await keys.test()).toContainText(words.keys.testWorks)
  await expectAccessible(page)
  await keys.dialog.getByRole('button', { name: words.ui.done }).click()

  await keys.choose('two', 'test')
  await field.fill(secret)
  await expect(await keys.test()).toContainText(say(words.keys.testOther, { name: 'one' }))
})

test('the list is searched, filtered and sorted in its address, and several keys are disabled at once', async ({ page, words }) => {
  for (const name of ['alpha', 'beta', 'gamma']) await keys.createKey({ name })
  await page.getByRole('link', { name: words.keys.name, exact: true }).click()
  await expect(page).toHaveURL(/sort=name/)
  await expect(keys.keys.first()).toContainText('alpha')

  for (const name of ['alpha', 'gamma']) await page.getByRole('checkbox', { name: say(words.keys.select, { name }) }).check()
  await page.getByRole('region', { name: words.keys.selection }).getByRole('button', { name: words.keys.disable }).click()
  await keys.confirm('disable')
  await expect(keys.key('alpha')).toContainText(words.keyStatus.disabled)
  await expect(page.getByRole('region', { name: words.keys.selection })).toHaveCount(0)

  await keys.open('?state=disabled')
  await expect(keys.keys).toHaveCount(2)
  await page.getByRole('searchbox', { name: words.keys.search }).fill('gam')
  await expect(page).toHaveURL(/q=gam/)
  await expect(keys.keys).toHaveCount(1)
  await keys.open('?q=nothing-like-it')
  await page.getByRole('link', { name: words.keys.showAll }).click()
  await expect(keys.keys).toHaveCount(3)
})

test('a management key is created, used for the API, and revoked', async ({ page, words }) => {
  await page.getByRole('link', { name: words.managementKeys.title }).click()
  await expect(page.getByText(words.managementKeys.emptyTitle)).toBeVisible()
  await page.getByRole('button', { name: words.managementKeys.create }).click()
  await keys.dialog.getByLabel(words.managementKeys.name, { exact: true }).fill('script')
  await keys.submit(words.managementKeys.create)
  const secret = await keys.takeSecret()
  const list = () => page.request.get('/api/manage/v1/teams', { headers: { authorization: `Bearer ${secret}` } })
  expect((await list()).status()).toBe(200)
  await expectAccessible(page)

  await page.getByRole('button', { name: say(words.managementKeys.revokeNamed, { name: 'script' }) }).click()
  const asked = page.getByRole('alertdialog')
  await asked.getByRole('textbox').fill('script')
  await asked.getByRole('button', { name: words.managementKeys.revoke }).click()
  await expect(page.getByText(words.managementKeys.emptyTitle)).toBeVisible()
  expect((await list()).status()).toBe(401)
})
