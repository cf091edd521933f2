import { randomUUID } from 'node:crypto'
import type { Page, Request } from '@playwright/test'
import pg from 'pg'
import { parseId, showId } from '#lib/shared/ids'
import { AuthPage } from './pages/auth-page'
import { KeysPage } from './pages/keys-page'
import { TeamPage } from './pages/team-page'
import { TeamSettingsPage } from './pages/team-settings-page'
import { captureAction, type ForgedIds, replayForged } from './support/forge-action'
import { ownerUrlOfStack } from './support/owner-url'
import { type PageEntry, pages } from './support/pages'
import { expect, type Messages, say, test } from './support/test'

const password = 'correct horse battery'
const teamPages = pages.filter(({ path }) => path.startsWith('/{team}'))
const operatorPages = pages.filter(({ path }) => path.startsWith('/admin'))

/** Someone with a team of their own, on its page; the team's shown id. */
async function settle(page: Page, words: Messages): Promise<string> {
  await new AuthPage(page, words).signUp(`${randomUUID()}@example.com`, password)
  await new TeamPage(page, words).arrived()
  return new URL(page.url()).pathname.slice(1)
}

const nothing = '0'.repeat(26)

function addressOf({ path }: PageEntry, team: string): string {
  return path
    .replace('{team}', team)
    .replace('{request}', `req_${nothing}`)
    .replace('{user}', `user_${nothing}`)
    .replace(/\{\w+\}/g, 'demo-chat')
}

test("every page of another team, and of the operator, is not found; one's own are", async ({ page, words, browser }) => {
  const owner = await browser.newPage()
  const theirs = await settle(owner, words)
  // A page of its own: the browser's note about a 404 is no complaint here.
  const outsider = await browser.newPage()
  const own = await settle(outsider, words)
  const guarded = [...teamPages, ...operatorPages]
  for (const entry of guarded) {
    const answer = await outsider.request.get(addressOf(entry, theirs))
    expect.soft(answer.status(), entry.name).toBe(404)
    expect.soft(await answer.text(), entry.name).toContain(words.notFound.title)
  }
  for (const entry of teamPages) expect.soft((await outsider.request.get(addressOf(entry, own))).status(), entry.name).toBe(200)
  for (const entry of guarded) {
    const answer = await page.request.get(addressOf(entry, theirs))
    expect.soft(new URL(answer.url()).pathname, entry.name).toBe('/sign-in')
  }
  await outsider.goto(`/${theirs}/keys`)
  await expect(outsider.getByRole('heading', { level: 1, name: words.notFound.title })).toBeVisible()
  await owner.close()
  await outsider.close()
})

/** Each act of a team's pages, done in a team of one's own and in this order; what it needs is left by those before. */
const acts: readonly { name: string; act: (page: Page, words: Messages) => Promise<unknown> }[] = [
  { name: 'create a key', act: (page, words) => new KeysPage(page, words).startKey({ name: 'own' }) },
  {
    name: 'edit a key',
    act: async (page, words) => {
      const keys = new KeysPage(page, words)
      await keys.takeSecret()
      await keys.choose('own', 'edit')
      await keys.submit(words.keys.save)
    },
  },
  {
    name: 'rotate a key',
    act: async (page, words) => {
      const keys = new KeysPage(page, words)
      await keys.dialog.waitFor({ state: 'hidden' })
      await keys.choose('own', 'rotate')
      await keys.submit(words.keys.rotate)
    },
  },
  {
    name: 'disable a key',
    act: async (page, words) => {
      const keys = new KeysPage(page, words)
      await keys.takeSecret()
      await keys.disable('own')
    },
  },
  { name: 'enable a key', act: (page, words) => new KeysPage(page, words).choose('own', 'enable') },
  {
    name: 'disable several keys',
    act: async (page, words) => {
      await page.getByRole('checkbox', { name: say(words.keys.select, { name: 'own' }) }).check()
      await page.getByRole('region', { name: words.keys.selection }).getByRole('button', { name: words.keys.disable }).click()
      await new KeysPage(page, words).confirm('disable')
    },
  },
  { name: 'delete a key', act: (page, words) => new KeysPage(page, words).delete('own') },
  {
    name: 'create a management key',
    act: async (page, words) => {
      await page.getByRole('link', { name: words.managementKeys.title }).click()
      await makeManagementKey(page, words)
    },
  },
  {
    name: 'revoke a management key',
    act: async (page, words) => {
      await new KeysPage(page, words).takeSecret()
      await page.getByRole('button', { name: say(words.managementKeys.revokeNamed, { name: 'own' }) }).click()
      await page.getByRole('alertdialog').getByRole('textbox').fill('own')
      await page.getByRole('alertdialog').getByRole('button', { name: words.managementKeys.revoke }).click()
    },
  },
  {
    name: 'change the team',
    act: async (page, words) => {
      const settings = new TeamSettingsPage(page, words)
      await settings.open()
      await settings.name.fill('own')
      await settings.save()
    },
  },
]

async function makeManagementKey(page: Page, words: Messages): Promise<void> {
  const keys = new KeysPage(page, words)
  await page.getByRole('button', { name: words.managementKeys.create }).click()
  await keys.dialog.getByLabel(words.managementKeys.name, { exact: true }).fill('own')
  await keys.submit(words.managementKeys.create)
}

test("every act sent with another team's ids is refused as if there were no such thing, and changes nothing", async ({
  page,
  words,
  browser,
}) => {
  const owner = await browser.newPage()
  const team = await settle(owner, words)
  const keys = new KeysPage(owner, words)
  await keys.open()
  await keys.createKey({ name: 'theirs' })
  await owner.getByRole('link', { name: words.managementKeys.title }).click()
  await makeManagementKey(owner, words)
  await keys.takeSecret()
  await owner.close()
  const before = await stateOf(team)

  await settle(page, words)
  await new KeysPage(page, words).open()
  for (const { name, act } of acts) {
    const captured: Request = await captureAction(page, () => act(page, words))
    const answer = await replayForged(page, captured, before.ids)
    expect.soft(await answer.text(), name).toContain(words.errors.not_found)
  }
  expect(await stateOf(team)).toEqual(before)
})

interface TeamState {
  ids: ForgedIds
  rows: unknown
}

/** Everything an act could have changed, as the database has it, the audit log included. */
async function stateOf(team: string): Promise<TeamState> {
  const client = new pg.Client({ connectionString: await ownerUrlOfStack() })
  await client.connect()
  try {
    const { rows } = await client.query<{ rows: unknown; key: string; mkey: string }>(
      `select jsonb_build_object(
          'team', to_jsonb(t),
          'keys', (select jsonb_agg(to_jsonb(k) order by k.id) from core.api_keys k where k.team_id = t.id),
          'secrets', (select count(*) from core.api_key_secrets s join core.api_keys k on k.id = s.key_id where k.team_id = t.id),
          'management_keys', (select jsonb_agg(to_jsonb(m) order by m.id) from core.management_keys m where m.team_id = t.id),
          'audit', (select count(*) from core.audit_log a where a.team_id = t.id)
        ) as rows,
        (select id from core.api_keys where team_id = t.id) as key, (select id from core.management_keys where team_id = t.id) as mkey
       from core.teams t where t.id = $1`,
      [parseId('team', team)],
    )
    const [row] = rows
    if (!row) throw new Error('no such team')
    return { ids: { team, key: showId('key', row.key), mkey: showId('mkey', row.mkey) }, rows: row.rows }
  } finally {
    await client.end()
  }
}
