import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/portal/acting/actor'
import { permissions } from '#lib/portal/acting/permissions'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { keyRows } from '#tests/integration/portal/matrix/key-rows'
import { outcomeOfAll } from '#tests/integration/portal/matrix/expected-outcome'
import { operatorRows } from '#tests/integration/portal/matrix/operator-rows'
import { policyRows } from '#tests/integration/portal/matrix/policy-rows'
import { readEverything } from '#tests/integration/portal/matrix/read-everything'
import { teamRows } from '#tests/integration/portal/matrix/team-rows'
import type { VerbRow } from '#tests/integration/portal/matrix/verb-row'
import { webhookRows } from '#tests/integration/portal/matrix/webhook-rows'
import { makeMatrixWorld, makePersonas, type MatrixWorld } from '#tests/integration/portal/matrix/world'
import { codeOf, setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

const rows: readonly VerbRow[] = [...teamRows, ...keyRows, ...policyRows, ...webhookRows, ...operatorRows]

let database: TestDatabase
let owner: pg.Client
let world: MatrixWorld
let personas: [string, Actor][]
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
  world = await makeMatrixWorld()
  personas = Object.entries(await makePersonas(world))
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

/** Verbs that anybody does for themselves, and parts of verbs that check nothing of their own. */
const outsideTheTable: Record<string, string> = {
  acceptInvite: 'whoever holds the link and the address it was sent to',
  listMyTeams: 'one’s own teams, by row-level security',
  recordSignInChange: 'notes what the auth server did for the signed-in person',
  listOwnSessions: 'one’s own sessions',
  endOwnSession: 'one’s own sessions',
  updateProfile: 'one’s own profile is the only one anybody can change',
  takeInviteTurn: 'counts for inviteMember and resendInvite',
  postCredit: 'the part that grantCredit and takeCredit share',
  keyUsed: 'names the key that the caller comes with',
  senderOf: 'names the caller in the row of an invite',
  whoLeads: 'names the caller in the row of a webhook',
  hasPassword: 'whether the signed-in person has one',
}

test('every verb has its row, so that none is left untried', () => {
  const root = new URL('../../../../lib/portal/', import.meta.url)
  const exported = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('acting/') && !file.startsWith('management-api/'))
    .flatMap((file) => [
      ...readFileSync(new URL(file, root), 'utf8').matchAll(/^export (?:async )?function (\w+)\(\s*(?:_?\w+: )(?:UserActor|Actor)\b/gm),
    ])
    .map(([, name = '']) => name)
  const tried = new Set([...rows.map(({ verb }) => verb.split(' ')[0] ?? ''), ...Object.keys(outsideTheTable)])
  expect(exported.length).toBeGreaterThan(80)
  expect(exported.filter((name) => !tried.has(name))).toEqual([])
  expect([...tried].filter((name) => !exported.includes(name) && !(name in outsideTheTable))).toEqual([])
})

test('every act of the table is tried by some verb', () => {
  const tried = new Set<string>(rows.flatMap(({ acts }) => acts))
  expect(Object.keys(permissions).filter((act) => !tried.has(act))).toEqual([])
})

/** Those who come by this row: keys cannot call what is for people. */
const callersOf = (row: VerbRow) => personas.filter(([, actor]) => row.people !== true || actor.kind === 'user')

function expectedOf(row: VerbRow, persona: string): string {
  const ofTeam = row.ownKeyAct !== undefined && ['own key', 'own reader', 'foreign key'].includes(persona)
  // A team's key asks for its own team there, whichever that is.
  if (ofTeam) return 'done'
  return outcomeOfAll(persona, row.acts, row.on)
}

class Undo extends Error {}

/** The outcome of an act that leaves nothing behind where the verb joins a transaction. */
async function tryOut(row: VerbRow, actor: Actor): Promise<string> {
  let outcome = 'not run'
  await asPortal(async (transaction: RoleTransaction) => {
    outcome = await codeOf(row.run(actor, world, transaction))
    throw new Undo()
  }).catch((thrown: unknown) => {
    if (!(thrown instanceof Undo)) throw thrown
  })
  return outcome
}

test('whoever the table does not name is refused every act, outsiders as if there were nothing, and nothing has changed', async () => {
  const before = await readEverything(owner)
  const surprises: string[] = []
  for (const row of rows) {
    for (const [persona, actor] of callersOf(row)) {
      const expected = expectedOf(row, persona)
      if (expected === 'done') continue
      const outcome = await codeOf(row.run(actor, world, undefined))
      if (outcome !== expected) surprises.push(`${row.verb} by ${persona}: ${outcome}, not ${expected}`)
    }
  }
  expect(surprises).toEqual([])
  expect(await readEverything(owner)).toEqual(before)
}, 120_000)

describe.each(rows)('$verb', (row) => {
  test('is done for everyone the table names', async () => {
    for (const [persona, actor] of callersOf(row)) {
      if (expectedOf(row, persona) !== 'done') continue
      expect(`${persona}: ${await tryOut(row, actor)}`).toBe(`${persona}: done`)
    }
  })
})
