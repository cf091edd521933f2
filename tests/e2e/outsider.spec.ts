import type { Page, Request } from '@playwright/test'
import pg from 'pg'
import { parseId, showId } from '#lib/shared/ids'
import { KeysPage } from './pages/keys-page'
import { makeManagementKey, operatorActs, teamActs } from './support/acts'
import { enterAsNewcomer, enterAsOperator } from './support/entry'
import { captureAction, type ForgedIds, replayAction } from './support/forge-action'
import { ownerUrlOfStack } from './support/owner-url'
import { type PageEntry, pages } from './support/pages'
import { expect, test } from './support/test'

const teamPages = pages.filter(({ path }) => path.startsWith('/{team}'))
const operatorPages = pages.filter(({ path }) => path.startsWith('/admin'))

/** Someone with a team of their own; the team's shown id. */
const settle = async (page: Page) => (await enterAsNewcomer(page)).slice(1)

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
  const theirs = await settle(owner)
  // A page of its own: the browser's note about a 404 is no complaint here.
  const outsider = await browser.newPage()
  const own = await settle(outsider)
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

test("every act sent with another team's ids is refused as if there were no such thing, and changes nothing", async ({
  page,
  words,
  browser,
}) => {
  const owner = await browser.newPage()
  const team = await settle(owner)
  const keys = new KeysPage(owner, words)
  await keys.open('', `/${team}`)
  await keys.createKey({ name: 'theirs' })
  await owner.getByRole('link', { name: words.managementKeys.title }).click()
  await makeManagementKey(owner, words)
  await keys.takeSecret()
  await owner.close()
  const before = await stateOf(team)

  await new KeysPage(page, words).open('', await enterAsNewcomer(page))
  for (const { name, act, refusal = words.errors.not_found } of teamActs) {
    const captured: Request = await captureAction(page, () => act(page, words))
    const answer = await replayAction(page, captured, { ids: before.ids })
    expect.soft(await answer.text(), name).toContain(refusal)
  }
  expect(await stateOf(team)).toEqual(before)
})

test("every act of the operator is refused to a team's own owner, and leaves no trace", async ({ page, words, browser }) => {
  const owner = await browser.newPage()
  const team = await settle(owner)
  await enterAsOperator(page)
  const before = await actsOfOwner(team)
  for (const { name, act } of operatorActs) {
    const captured = await captureAction(page, () => act(page, words, team))
    const answer = await (await replayAction(owner, captured)).text()
    expect.soft(answer, name).toContain('"status":"refused"')
    expect.soft(answer, name).not.toContain('"status":"done"')
  }
  expect(await actsOfOwner(team)).toBe(before)
  await owner.close()
})

/** How much the audit log knows of a team's owner. */
async function actsOfOwner(team: string): Promise<number> {
  const { rows } = await ask<{ count: number }>(
    `select count(*)::int from core.audit_log a join core.memberships m on m.user_id = a.actor_id where m.team_id = $1 and m.role = 'owner'`,
    team,
  )
  return rows[0]?.count ?? 0
}

async function ask<Row extends pg.QueryResultRow>(text: string, team: string): Promise<pg.QueryResult<Row>> {
  const client = new pg.Client({ connectionString: await ownerUrlOfStack() })
  await client.connect()
  try {
    return await client.query<Row>(text, [parseId('team', team)])
  } finally {
    await client.end()
  }
}

interface TeamState {
  ids: ForgedIds
  rows: unknown
}

/** Everything an act could have changed, as the database has it, the audit log included. */
async function stateOf(team: string): Promise<TeamState> {
  const { rows } = await ask<{ rows: unknown; key: string; mkey: string }>(
    `select jsonb_build_object(
        'team', to_jsonb(t),
        'keys', (select jsonb_agg(to_jsonb(k) order by k.id) from core.api_keys k where k.team_id = t.id),
        'secrets', (select count(*) from core.api_key_secrets s join core.api_keys k on k.id = s.key_id where k.team_id = t.id),
        'management_keys', (select jsonb_agg(to_jsonb(m) order by m.id) from core.management_keys m where m.team_id = t.id),
        'audit', (select count(*) from core.audit_log a where a.team_id = t.id)
      ) as rows,
      (select id from core.api_keys where team_id = t.id) as key, (select id from core.management_keys where team_id = t.id) as mkey
     from core.teams t where t.id = $1`,
    team,
  )
  const [row] = rows
  if (!row) throw new Error('no such team')
  return { ids: { team, key: showId('key', row.key), mkey: showId('mkey', row.mkey) }, rows: row.rows }
}
