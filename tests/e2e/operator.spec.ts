import { randomUUID } from 'node:crypto'
import OpenAI from 'openai'
import { AuthPage } from './pages/auth-page'
import { ChannelsPage } from './pages/channels-page'
import { OperatorModelsPage } from './pages/operator-models-page'
import { OperatorTeamsPage } from './pages/operator-teams-page'
import { TeamPage } from './pages/team-page'
import { enterAsNewcomer, enterAsOperator, newEmail, password, submitEntry } from './support/entry'
import { firstRun } from './support/first-run'
import { manage } from './support/manage'
import { alone } from './support/owner'
import { isNotFound } from './support/server-actions'
import { startUpstream, upstreamAnswer } from './support/start-upstream'
import { expect, expectAccessible, say, test } from './support/test'

const grantedNanos = 12_500_000_000n

test('an operator connects a channel, prices its model and grants credit, and a member can spend it', async ({ page, words, browser }) => {
  const { base_url } = firstRun()
  const upstream = await startUpstream()
  const run = randomUUID().slice(0, 8)
  const model = `journey-${run}`
  const channel = `Channel ${run}`

  const member = await browser.newPage()
  await member.goto(await enterAsNewcomer(member))
  const team = new TeamPage(member, words)
  await team.arrived()
  const before = await team.availableNanos()

  await enterAsOperator(page)
  const channels = new ChannelsPage(page, words)
  await channels.create({ name: channel, baseUrl: upstream.baseUrl, credential: 'sk-upstream-secret-0001', model })
  await expectAccessible(page)
  expect(await page.content()).not.toContain('sk-upstream-secret')
  await channels.open()
  await expect(channels.switch(channel)).toBeChecked()
  await expectAccessible(page)
  const outcome = await channels.test(channel)
  await expect(outcome).toContainText(words.channels.testOk)
  await expect(outcome).toContainText(upstreamAnswer)
  await page.keyboard.press('Escape')

  const models = new OperatorModelsPage(page, words)
  await models.open(model)
  await expect(models.row(model)).toContainText(words.models.unpriced)
  await expectAccessible(page)
  await models.setPrice({ model, input: '1.25', output: '10' })
  await expectAccessible(page)
  await models.open(model)
  await expect(models.row(model)).toContainText(words.models.sold)
  await expect(models.row(model)).toContainText('$1.25')

  const teams = new OperatorTeamsPage(page, words)
  await teams.openBySearch(new URL(member.url()).pathname.split('/')[1] ?? '')
  await expectAccessible(page)
  const credit = { amount: '12.50', reference: `journey-${run}` }
  await expect(await teams.changeCredit('grant', credit)).toContainText('$12.50')
  await teams.closeDialog()
  await expect(await teams.changeCredit('grant', credit)).toContainText(words.credit.repeated)
  await teams.closeDialog()
  await expect(await teams.changeCredit('grant', { ...credit, amount: '13' })).toContainText(
    say(words.invalid.referenceUsed, { amount: '$12.50' }),
  )
  await teams.closeDialog()
  await expect(await teams.changeCredit('grant', { ...credit, amount: '0' })).toContainText(words.invalid.amountPositive)
  await teams.closeDialog()
  await expect(await teams.changeCredit('take', { amount: '1000000', reference: 'too-much' })).toContainText(words.credit.tooLittle)
  await expectAccessible(page)

  await member.reload()
  expect((await team.availableNanos()) - before).toBe(grantedNanos)
  const apiKey = await team.createKey('journey')
  const openai = new OpenAI({ baseURL: `${base_url}/api/v1`, apiKey, maxRetries: 0 })
  const hello = { model, messages: [{ role: 'user' as const, content: 'Hello' }] }
  const { data: answer, request_id: requestId } = await openai.chat.completions.create(hello).withResponse()
  expect(answer.choices[0]?.message.content).toBe(upstreamAnswer)
  const reported = await teams.openRequest(requestId ?? '')
  await expect(reported).toContainText(channel)
  await expectAccessible(page)

  await channels.open()
  await channels.switch(channel).click()
  await expect(channels.row(channel)).toContainText(words.channels.states.disabled)
  await expect(openai.chat.completions.create(hello)).rejects.toMatchObject({
    status: 503,
  })
  await models.open(model)
  await expect(models.row(model)).toContainText(words.models.unserved)

  await channels.open()
  await channels.switch(channel).click()
  await expect(channels.row(channel)).not.toContainText(words.channels.states.disabled)
  await channels.openOne(channel)
  await channels.rename(`${channel} renamed`)
  await openai.chat.completions.create(hello)
  await channels.delete(`${channel} renamed`, model)
  await expect(channels.row(channel)).toHaveCount(0)
  await models.open(model)
  await expect(models.row(model)).toContainText(words.models.unserved)
  await member.close()
  await upstream.close()
})

test('an import shows its differences first and changes nothing until it is applied', async ({ page, words, locale }) => {
  await enterAsOperator(page)
  const models = new OperatorModelsPage(page, words)
  // One each: both languages may be at it at once.
  const model = locale?.startsWith('zh') ? 'gpt-4o' : 'gpt-4o-mini'
  const upstream = await startUpstream()
  const channel = { name: `Import ${randomUUID().slice(0, 8)}`, baseUrl: upstream.baseUrl, credential: 'sk-any', model }
  const channels = new ChannelsPage(page, words)
  await channels.create(channel)

  await models.setPrice({ model, input: '777', output: '888' })
  await models.openImport()
  await expect(models.change(model)).toContainText('$777.00')
  await expect(models.change(model).getByRole('checkbox')).not.toBeChecked()
  await expectAccessible(page)
  await models.openOne(model)
  await expect(page.getByTestId('price-version').first()).toContainText('$777.00')

  await models.openImport('25')
  await expect(models.change(model)).toContainText(say(words.models.markupOf, { percent: '25' }))
  await models.change(model).getByRole('checkbox').check()
  await models.applyImport()
  await models.openOne(model)
  await expect(page.getByTestId('price-version').filter({ hasText: words.models.imported }).first()).toBeVisible()

  await models.tryPrice({ model, input: '0.01', output: '0.02' })
  await expect(page.getByText(words.models.sellAtLoss)).toBeVisible()
  await page.getByLabel(words.models.sellAtLoss).check()
  await page.locator('#price').getByRole('button', { name: words.models.save }).click()
  await expect(page.getByTestId('price-version').first()).toContainText(words.models.setByHand)

  // What is sold for next to nothing would be the model that other tests are led to first.
  await channels.openOne(channel.name)
  await channels.delete(channel.name, model)
  await upstream.close()
})

test('an operator shuts a person or a team out and lets them in again, and the audit says so', async ({ page, words, browser }) => {
  const email = newEmail()
  const person = await browser.newPage()
  const team = await enterAsNewcomer(person, email)
  await person.goto(team)
  await new TeamPage(person, words).arrived()

  await enterAsOperator(page)
  await page.goto(`/admin/users?q=${email}`)
  await expectAccessible(page)
  await page.getByTestId('user').getByRole('link', { name: email }).click()
  await page.getByRole('button', { name: words.operator.disable, exact: true }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('textbox').fill(email)
  await dialog.getByRole('button', { name: words.operator.disable }).click()
  await expect(page.getByRole('button', { name: words.operator.enable, exact: true })).toBeVisible()
  await expect(page.getByText(say(words.operator.nowDisabled, { name: email }))).toBeVisible()
  await expectAccessible(page)
  await person.reload()
  await person.waitForURL(/\/start$/)

  await page.getByRole('button', { name: words.operator.enable, exact: true }).click()
  await expect(page.getByRole('button', { name: words.operator.disable, exact: true })).toBeVisible()
  await expect(page.getByText(say(words.operator.nowEnabled, { name: email }))).toBeVisible()
  await expect(page.getByRole('alertdialog')).toHaveCount(0)

  const teams = new OperatorTeamsPage(page, words)
  await teams.openBySearch(team.slice(1))
  await teams.disable('Unpaid since May')
  await expect(page.getByText(say(words.teams.disabledFor, { reason: 'Unpaid since May' }))).toBeVisible()
  await expectAccessible(page)
  await person.goto(team)
  await expect(person.getByText(words.team.closed)).toBeVisible()
  await expect(person.getByText('Unpaid')).toHaveCount(0)
  await page.getByRole('button', { name: words.operator.enable, exact: true }).click()
  await expect(page.getByText(say(words.teams.disabledFor, { reason: 'Unpaid since May' }))).toHaveCount(0)

  await page.goto('/admin/audit?action=user.disable')
  await expect(page.getByTestId('audit-line').filter({ hasText: email }).first()).toBeVisible()
  await expectAccessible(page)
  await person.close()
})

test('home, system and settings show what they are for, and a job runs at a press', async ({ page, words }) => {
  await enterAsOperator(page)
  await page.goto('/admin')
  await expect(page.getByText(words.operatorHome.revenue, { exact: true }).first()).toBeVisible()
  await expectAccessible(page)
  await page.goto('/admin/system')
  await expect(page.getByText(words.system.warning.embedded)).toBeVisible()
  await page.getByTestId('job').filter({ hasText: 'forget-replays' }).getByRole('button').click()
  await expect(page.getByText(say(words.system.ran, { name: words.system.jobNames['forget-replays'], count: '0' }))).toBeVisible()
  await expectAccessible(page)
  await page.goto('/admin/settings')
  await expect(page.getByLabel(words.brand.name, { exact: true })).toBeVisible()
  await expectAccessible(page)
})

test('a person becomes support, who reads the area and changes nothing, and a customer again', async ({ page, words, browser }) => {
  const email = newEmail()
  const person = await browser.newPage()
  const team = await enterAsNewcomer(person, email)
  expect((await person.request.get('/admin')).status()).toBe(404)
  await enterAsOperator(page)
  await page.goto(`/admin/users?q=${email}`)
  await page.getByTestId('user').getByRole('link', { name: email }).click()
  const choose = async (role: string) => {
    await page.getByRole('combobox', { name: words.users.operatorRole }).click()
    await page.getByRole('option', { name: role, exact: true }).click()
    // The words of the change before may still stand there.
    const answered = page.waitForResponse((answer) => answer.request().method() === 'POST')
    await page.getByRole('button', { name: words.users.changeOperator }).click()
    expect((await answered).status()).toBe(200)
    await page.getByText(words.users.operatorChanged).first().waitFor()
  }
  await choose(words.users.operatorRoles.support)
  await expectAccessible(page)
  await person.goto(`/admin/teams${team}`)
  await expect(person.getByRole('heading', { level: 1 })).toBeVisible()
  for (const act of [words.credit.grant, words.credit.take, words.operator.disable])
    await expect(person.getByRole('button', { name: act, exact: true })).toHaveCount(0)
  await person.goto('/admin/settings')
  await expect(person.getByLabel(words.brand.name, { exact: true })).toBeDisabled()
  for (const path of ['/admin', '/admin/channels', '/admin/models', '/admin/users', '/admin/audit', '/admin/system'])
    expect.soft((await person.request.get(path)).status(), path).toBe(200)
  expect(await isNotFound(await person.request.get('/admin/channels/new'))).toBe(true)
  await choose(words.users.noOperatorRole)
  expect((await person.request.get('/admin')).status()).toBe(404)
  await person.close()
})

test('sign-up is narrowed to a domain, and whoever was invited may in all the same', async ({ page, words, browser }) => {
  const [stranger, invited] = [newEmail(), newEmail()].map((email) => email.replace('example.com', 'elsewhere.test')) as [string, string]
  await enterAsOperator(page)
  await manage('POST', `/teams/${firstRun().demo_team.id}/invites`, { email: invited, role: 'viewer' })
  const choose = async (mode: keyof typeof words.brand.signUp.modes, domains?: string) => {
    await page.goto('/admin/settings')
    await page.getByRole('combobox', { name: words.brand.signUp.mode }).click()
    await page.getByRole('option', { name: words.brand.signUp.modes[mode] }).click()
    if (domains !== undefined) await page.getByLabel(words.brand.signUp.domains).fill(domains)
    await page.getByRole('button', { name: words.brand.signUp.save }).click()
    await page.getByText(words.brand.saved).waitFor()
  }
  // Everybody else in these tests has an address of this domain.
  await alone('sign-up', async () => {
    await choose('domain', 'example.com')
    try {
      const visitor = await browser.newPage()
      const auth = new AuthPage(visitor, words)
      await auth.signUp(stranger, password)
      await expect(auth.refused(words.auth.signUpClosed)).toBeVisible()
      expect(await submitEntry(visitor.request, '/sign-up', { email: invited, password })).not.toBe('/closed')
      await visitor.close()
    } finally {
      await choose('open')
    }
  })
})
