import type { Page } from '@playwright/test'
import { type Act, memberMay } from '#lib/portal/acting/permissions'
import { enterAsNewcomer } from './support/entry'
import { manage } from './support/manage'
import { isNotFound } from './support/server-actions'
import { asOwner, enterAsMember } from './support/owner'
import { expect, expectAccessible, type Messages, say, test } from './support/test'

interface Sight {
  found: boolean
  buttons: string[]
  links: string[]
}

/** What a page offers to whoever's cookies these are, read from its HTML. */
async function lookAt(page: Page, path: string): Promise<Sight> {
  const answer = await page.request.get(path)
  const seen = await page.evaluate(
    (html) => {
      const shown = new DOMParser().parseFromString(html, 'text/html')
      return {
        buttons: [...shown.querySelectorAll('button')].map((button) => button.getAttribute('aria-label') ?? button.textContent.trim()),
        links: [...shown.querySelectorAll('a[href]')].map((link) => link.getAttribute('href') ?? ''),
      }
    },
    await answer.text(),
  )
  return { found: !(await isNotFound(answer)), ...seen }
}

/** The pages of a team: who finds them at all (some say to whom they are closed), and each button on them with what it takes to press it. */
function offers(
  words: Messages,
  { key, user }: { key: string; user: string },
): [path: string, read: Act, buttons: [name: string, act: Act][]][] {
  const { keys, policy, budgets, webhooks, team, managementKeys } = words
  return [
    ['', 'team.read', []],
    [
      '/keys',
      'key.read',
      [
        [keys.create, 'key.create'],
        [say(keys.actsOf, { name: 'website' }), 'key.change'],
      ],
    ],
    [
      `/keys/${key}`,
      'policy.read',
      [
        [policy.save, 'key.change'],
        [policy.block, 'key.govern'],
      ],
    ],
    ['/keys/management', 'management_key.read', [[managementKeys.create, 'management_key.change']]],
    ['/usage', 'usage.read', []],
    ['/logs', 'request.read', []],
    ['/models', 'catalogue.read', []],
    ['/credit', 'team.read', []],
    ['/playground', 'team.read', []],
    [
      '/budgets',
      'budget.read',
      [
        [budgets.create, 'budget.change'],
        [say(budgets.actsOf, { name: `${budgets.wholeTeam} · ${budgets.periods.month}` }), 'budget.change'],
      ],
    ],
    ['/policy', 'policy.read', [[policy.save, 'policy.change']]],
    [`/members/${user}`, 'policy.read', [[policy.save, 'policy.change']]],
    ['/webhooks', 'team.read', [[webhooks.create, 'webhook.change']]],
    ['/audit', 'team.read', []],
    [
      '/team',
      'team.read',
      [
        [team.invite, 'invite.change'],
        [team.save, 'team.update'],
        [team.transfer, 'team.transfer'],
        [team.delete, 'team.delete'],
        [team.leave, 'member.leave'],
      ],
    ],
  ]
}

test('each role is shown what it may read, the buttons it may press, and no link that leads to nothing', async ({
  page,
  words,
  browser,
}) => {
  const team = await enterAsNewcomer(page)
  const of = `/teams${team}`
  const { id: key } = await manage<{ id: string }>('POST', `${of}/keys`, { name: 'website' })
  await manage('POST', `${of}/budgets`, { scope: 'team', amount_usd: '9', period: 'month' })
  const { data: members } = await manage<{ data: { user_id: string }[] }>('GET', `${of}/members`)
  for (const role of ['admin', 'developer', 'billing', 'viewer']) {
    const theirs = await browser.newPage()
    await enterAsMember(theirs, team, role)
    const links = new Set<string>()
    const seenPaths = new Set<string>()
    for (const [path, read, buttons] of offers(words, { key, user: members[0]?.user_id ?? '' })) {
      const seen = await lookAt(theirs, `${team}${path}`)
      expect.soft(seen.found, `${role} ${path}`).toBe(memberMay(read, role))
      if (!seen.found) continue
      seenPaths.add(`${team}${path}`)
      for (const [name, act] of buttons) expect.soft(seen.buttons.includes(name), `${role} ${path} ${name}`).toBe(memberMay(act, role))
      for (const link of seen.links) if (link.startsWith(`${team}/`)) links.add(link.split('#')[0] ?? '')
    }
    for (const link of links)
      if (!seenPaths.has(link.split('?')[0] ?? ''))
        expect.soft(await isNotFound(await theirs.request.get(link)), `${role} ${link}`).toBe(false)
    await theirs.close()
  }
})

test('a viewer reads policies and budgets in plain sight; once nobody’s member, nothing', async ({ page, words, browser }) => {
  const owner = await browser.newPage()
  const team = await enterAsNewcomer(owner)
  const email = await enterAsMember(page, team, 'viewer')
  await page.goto(`${team}/budgets`)
  await expect(page.getByText(words.budgets.emptyReadOnly)).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${team}/policy`)
  await expect(page.getByText(words.policy.readOnlyTeam)).toBeVisible()
  await page.goto(`${team}/playground`)
  await expect(page.getByText(words.playground.closed.role.title)).toBeVisible()
  await page.goto(`${team}/credit`)
  await expect(page.getByText(words.teamCredit.closedTitle)).toBeVisible()
  await page.goto(`${team}/webhooks`)
  await expect(page.getByText(words.webhooks.closedTitle)).toBeVisible()
  await page.goto(`${team}/audit`)
  await expect(page.getByText(words.audit.closedTitle)).toBeVisible()
  await asOwner('delete from core.memberships m using core.users u where u.id = m.user_id and u.email = $1', [email])
  expect((await page.request.get(`${team}/budgets`)).status()).toBe(404)
  await owner.close()
})
