import type { Page } from '@playwright/test'
import pg from 'pg'
import { parseId, showId } from '#lib/shared/ids'
import { operatorForms, ownActs, teamForms, type Victim } from './support/acts'
import { enterAsNewcomer, newEmail } from './support/entry'
import { manage } from './support/manage'
import { ownerUrlOfStack } from './support/owner-url'
import { type PageEntry, pages } from './support/pages'
import { isNotFound, listServerActions, sendForm, type ServerAction } from './support/server-actions'
import { expect, test } from './support/test'

const teamPages = pages.filter(({ path }) => path.startsWith('/{team}'))
const operatorPages = pages.filter(({ path }) => path.startsWith('/admin'))

/** Someone with a team of their own; the team's shown id. */
const settle = async (page: Page) => (await enterAsNewcomer(page)).slice(1)

const nothing = '0'.repeat(26)

function addressOf({ path }: PageEntry, team: string, ids: Victim): string {
  return path
    .replace('{team}', team)
    .replace('{request}', `req_${nothing}`)
    .replace('{key}', ids.key)
    .replace('{user}', ids.user)
    .replace(/\{\w+\}/g, 'demo-chat')
}

test("every page of another team, and of the operator, is not found; one's own are", async ({ page, words, browser }) => {
  const owner = await browser.newPage()
  const theirs = await makeVictim(owner)
  // A page of its own: the browser's note about a 404 is no complaint here.
  const outsider = await browser.newPage()
  const own = await makeVictim(outsider)
  const guarded = [...teamPages, ...operatorPages]
  for (const entry of guarded) {
    const answer = await outsider.request.get(addressOf(entry, theirs.team, theirs))
    expect.soft(answer.status(), entry.name).toBe(404)
    expect.soft(await answer.text(), entry.name).toContain(words.notFound.title)
  }
  for (const entry of teamPages) {
    expect.soft(await isNotFound(await outsider.request.get(addressOf(entry, own.team, own))), entry.name).toBe(false)
    // In one's own team's address, what belongs to another team is not found either.
    if (/\{(key|user)\}/.test(entry.path))
      expect.soft((await outsider.request.get(addressOf(entry, own.team, theirs))).status(), entry.name).toBe(404)
  }
  for (const entry of guarded) {
    const answer = await page.request.get(addressOf(entry, theirs.team, theirs))
    expect.soft(new URL(answer.url()).pathname, entry.name).toBe('/sign-in')
  }
  for (const path of ['audit/export', 'usage/export', 'logs/rows'])
    expect.soft((await outsider.request.get(`/${theirs.team}/${path}`)).status(), path).toBe(404)
  await outsider.goto(`/${theirs.team}/keys`)
  await expect(outsider.getByRole('heading', { level: 1, name: words.notFound.title })).toBeVisible()
  await owner.close()
  await outsider.close()
})

test('each server action is in a table of what outsiders may not do, or is about oneself', () => {
  const known = [...Object.keys(teamForms), ...Object.keys(operatorForms), ...ownActs, 'searchPalette']
  expect(
    listServerActions()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(known.sort())
})

test("every act sent with another team's ids is refused as if there were no such thing, and changes nothing", async ({
  page,
  words,
  browser,
}) => {
  const owner = await browser.newPage()
  const victim = await makeVictim(owner)
  await owner.close()
  const before = await stateOf(victim.team)
  const own = await settle(page)
  const actions = listServerActions()
  for (const [name, fieldsOf] of Object.entries(teamForms)) {
    const action = requireAction(actions, name)
    const answer = await (await sendForm(page, { id: action.id, at: placeOf(action, own) }, fieldsOf(victim))).text()
    expect.soft(answer, name).toContain(words.errors.not_found)
    expect.soft(answer, name).not.toContain('"status":"done"')
  }
  const search = requireAction(actions, 'searchPalette')
  const found = await page.request.post(`/${own}/keys`, {
    headers: { 'next-action': search.id },
    data: JSON.stringify([victim.team, 'theirs']),
  })
  expect.soft(await found.text()).toContain('"ok":false')
  expect(await stateOf(victim.team)).toEqual(before)
})

test("every act of the operator is refused to a team's own owner, and leaves no trace", async ({ page, words }) => {
  const victim = await makeVictim(page)
  const before = await actsOfOwner(victim.team)
  const actions = listServerActions()
  const [channel, credential, entry] = ['chan', 'cred', 'entry'].map((kind) => `${kind}_${nothing}`) as [string, string, string]
  for (const [name, fieldsOf] of Object.entries(operatorForms)) {
    const action = requireAction(actions, name)
    const fields = fieldsOf({ ...victim, channel, credential, entry })
    const answer = await (await sendForm(page, { id: action.id, at: placeOf(action, victim.team) }, fields)).text()
    expect
      .soft(
        [words.errors.forbidden, words.errors.not_found].some((refusal) => answer.includes(refusal)),
        `${name}: ${answer.slice(0, 400)}`,
      )
      .toBe(true)
    expect.soft(answer, name).not.toContain('"status":"done"')
  }
  expect(await actsOfOwner(victim.team)).toBe(before)
})

function requireAction(actions: readonly ServerAction[], name: string): ServerAction {
  const action = actions.find((candidate) => candidate.name === name)
  if (!action) throw new Error(`the build has no action ${name}`)
  return action
}

/** Where an action is sent to by somebody who has this team. */
function placeOf({ page }: ServerAction, team: string): string {
  return page
    .replace('[team]', team)
    .replace('[...model]', 'demo-chat')
    .replace(/\[(\w+)\]/g, (_, kind: string) => `${kind}_${nothing}`)
}

/** A team with one of everything that an act can name. */
async function makeVictim(page: Page): Promise<Victim> {
  const team = await settle(page)
  const of = `/teams/${team}`
  const idOf = async (path: string, body: object) => (await manage<{ id: string }>('POST', `${of}/${path}`, body)).id
  const { data: members } = await manage<{ data: { user_id: string }[] }>('GET', `${of}/members`)
  const { rows } = await ask<{ id: string }>(
    `insert into core.management_keys (id, team_id, name, display)
     values (gen_random_uuid(), $1, 'theirs', 'tgm-x') returning id`,
    team,
  )
  return {
    team,
    user: members[0]?.user_id ?? '',
    mkey: showId('mkey', rows[0]?.id ?? ''),
    key: await idOf('keys', { name: 'theirs' }),
    budget: await idOf('budgets', { scope: 'team', amount_usd: '9', period: 'month' }),
    webhook: await idOf('webhooks', { url: 'https://hooks.example.com/', events: ['key.blocked'] }),
    invite: await idOf('invites', { email: newEmail(), role: 'viewer' }),
  }
}

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

/** Everything an act could have changed, as the database has it, the audit log included. */
async function stateOf(team: string): Promise<unknown> {
  const { rows } = await ask<{ state: unknown }>(
    `select jsonb_build_object(
        'team', to_jsonb(t),
        'members', (select jsonb_agg(to_jsonb(m) order by m.user_id) from core.memberships m where m.team_id = t.id),
        'keys', (select jsonb_agg(to_jsonb(k) order by k.id) from core.api_keys k where k.team_id = t.id),
        'secrets', (select count(*) from core.api_key_secrets s join core.api_keys k on k.id = s.key_id where k.team_id = t.id),
        'management_keys', (select jsonb_agg(to_jsonb(m) order by m.id) from core.management_keys m where m.team_id = t.id),
        'budgets', (select jsonb_agg(to_jsonb(b) order by b.id) from ledger.budgets b where b.team_id = t.id),
        'webhooks', (select jsonb_agg(to_jsonb(w) order by w.id) from core.webhooks w where w.team_id = t.id),
        'invites', (select jsonb_agg(to_jsonb(i) order by i.id) from core.invites i where i.team_id = t.id),
        'audit', (select count(*) from core.audit_log a where a.team_id = t.id)
      ) as state
     from core.teams t where t.id = $1`,
    team,
  )
  if (!rows[0]) throw new Error('no such team')
  return rows[0].state
}
