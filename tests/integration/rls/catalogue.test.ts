import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '#tests/integration/rls/world'

/** What holds for every table, view and function of the three schemas, whichever a migration adds next. */
let world: World
let relations: string[]
let tables: string[]

const ofOurs = "n.nspname in ('core', 'usage', 'ledger')"

beforeAll(async () => {
  world = await makeWorld()
  const { rows } = await world.asOwner(
    `select format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where ${ofOurs} and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`,
  )
  relations = rows.map((row) => row.name)
  tables = rows.filter((row) => ['r', 'p'].includes(row.kind)).map((row) => row.name)
})
afterAll(() => world.close())

/** Relations that signed-in people may read, under row-level security; everything else is closed to them. */
const readable = [
  'core.api_keys',
  'core.audit_log',
  'core.current_prices',
  'core.invites',
  'core.management_keys',
  'core.memberships',
  'core.models',
  'core.notice_deliveries',
  'core.notices',
  'core.price_versions',
  'core.team_balances',
  'core.teams',
  'core.users',
  'core.webhooks',
  'usage.fold_state',
  'usage.key_days',
  'usage.key_hours',
  'usage.key_totals',
  'usage.latencies',
  'usage.request_attempts',
  'usage.request_tags',
  'usage.requests',
  'usage.rollups',
  'usage.team_totals',
]

const denied = /permission denied/
const unwritable = /permission denied|cannot (insert into|delete from) view|is not a table/

/** The statements that were not refused as they should be, each with what happened instead. */
async function notRefused(statements: string[], run: (statement: string) => Promise<unknown>, refusal: RegExp): Promise<string[]> {
  const surprises: string[] = []
  for (const statement of statements) {
    const outcome = await run(statement).then(
      () => 'done',
      (error: Error) => error.message,
    )
    if (!refusal.test(outcome)) surprises.push(`${statement}: ${outcome}`)
  }
  return surprises
}

const reads = () => relations.map((relation) => `select from ${relation}`)
const allWrites = () => relations.flatMap(writes)
const becoming = (roles: string[]) => roles.map((role) => `set role ${role}`)
const writes = (relation: string) => [
  `insert into ${relation} default values`,
  `delete from ${relation}`,
  `truncate ${relation}`,
  `lock table ${relation} in access exclusive mode`,
]

/** Every privilege one role holds on our relations and their columns, as `core.teams SELECT`. */
async function privilegesOf(role: string): Promise<string[]> {
  const { rows } = await world.asOwner(
    `select distinct format('%I.%I', n.nspname, c.relname) || ' ' || p.privilege as held
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as p(privilege)
     where ${ofOurs} and c.relkind in ('r', 'p', 'v', 'm', 'f')
       and (has_table_privilege('${role}', c.oid, p.privilege)
         or (p.privilege in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege('${role}', c.oid, p.privilege)))
     order by 1`,
  )
  return rows.map((row) => row.held)
}

test('the catalogue has what this file speaks of', () => {
  expect(relations).toEqual(expect.arrayContaining([...readable, 'ledger.postings', 'usage.requests_default', 'core.api_key_secrets']))
  expect(relations.filter((name) => name.startsWith('usage.requests_2')).length).toBeGreaterThanOrEqual(3)
})

test('row-level security is on for every table and every partition', async () => {
  const { rows } = await world.asOwner(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where ${ofOurs} and c.relkind in ('r', 'p') and not c.relrowsecurity`,
  )
  expect(rows).toEqual([])
})

test('anonymous callers hold nothing and reach nothing', async () => {
  expect(await privilegesOf('anon')).toEqual([])
  expect(await notRefused(reads(), (statement) => world.as({ role: 'anon' }, statement), denied)).toEqual([])
})

test("the app's login holds nothing until it takes a role", async () => {
  expect(await privilegesOf('tollgate_app')).toEqual([])
  expect(await notRefused(reads(), (statement) => world.as({ role: 'none' }, statement), denied)).toEqual([])
})

test("the gateway's login reads and writes no table at all", async () => {
  expect(await privilegesOf('tollgate_gateway')).toEqual([])
  expect(await notRefused([...reads(), ...allWrites()], world.asGateway, unwritable)).toEqual([])
})

test("the gateway's login cannot become anybody else", async () => {
  const roles = ['portal', 'authenticated', 'tollgate_app', 'postgres', 'service_role']
  expect(await notRefused(becoming(roles), world.asGateway, denied)).toEqual([])
})

test("the app's login becomes the two roles it works as, and no other", async () => {
  const roles = ['postgres', 'service_role', 'tollgate_gateway', 'anon']
  expect(await notRefused(becoming(roles), (statement) => world.as({ role: 'none' }, statement), denied)).toEqual([])
})

test('signed-in people hold the right to read what is listed here, and nothing more', async () => {
  expect(await privilegesOf('authenticated')).toEqual(readable.map((relation) => `${relation} SELECT`))
})

test('signed-in people can write nowhere, owners of a team included', async () => {
  const owner = { role: 'authenticated', userId: world.members.owner } as const
  expect(await notRefused(allWrites(), (statement) => world.as(owner, statement), unwritable)).toEqual([])
})

test('the portal reaches no table of the ledger and changes no request', async () => {
  const held = await privilegesOf('portal')
  expect(held.filter((privilege) => privilege.startsWith('ledger.'))).toEqual([])
  expect(held.filter((privilege) => privilege.startsWith('usage.') && !privilege.endsWith(' SELECT'))).toEqual([])
  expect(held.filter((privilege) => /(audit_log|price_versions|management_key_secrets) (UPDATE|DELETE|TRUNCATE)/.test(privilege))).toEqual(
    [],
  )
})

test('nobody holds a partition, a hash or a sealed credential but the portal that needs it', async () => {
  const partitions = tables.filter((name) => /^usage\.(requests|team_totals)_/.test(name))
  for (const role of ['anon', 'authenticated', 'tollgate_gateway', 'tollgate_app', 'portal']) {
    expect((await privilegesOf(role)).filter((privilege) => partitions.some((partition) => privilege.startsWith(`${partition} `)))).toEqual(
      [],
    )
  }
})

test('functions are executed by those they are granted to, never by everybody', async () => {
  const { rows } = await world.asOwner(
    `select format('%I.%I', n.nspname, p.proname) as name, r.role from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     cross join unnest(array['anon', 'authenticated', 'portal', 'tollgate_app', 'tollgate_gateway']) as r(role)
     where ${ofOurs} and has_function_privilege(r.role, p.oid, 'execute') order by 1, 2`,
  )
  const byRole = (role: string) => rows.filter((row) => row.role === role).map((row) => row.name)
  expect(byRole('anon')).toEqual([])
  expect(byRole('tollgate_app')).toEqual([])
  expect(byRole('authenticated')).toEqual([
    'core.jwt_user_id',
    'core.my_team_ids',
    'core.my_team_ids_as',
    'core.time_of_id',
    'usage.latency_bucket',
  ])
  expect(byRole('tollgate_gateway')).toEqual([
    'core.block_failing_key',
    'core.gateway_key',
    'core.gateway_snapshot',
    'core.gateway_snapshot_version',
    'ledger.admit',
    'ledger.budgets_of',
    'ledger.extend_holds',
    'ledger.gateway_credits',
    'ledger.release',
    'ledger.settle',
    'usage.count_refusals',
    'usage.gateway_key_spend',
    'usage.gateway_request',
  ])
  expect(byRole('portal').filter((name) => /admit|settle|release/.test(name))).toEqual([])
})

test('every function that runs with its owner’s rights has an empty search path', async () => {
  const { rows } = await world.asOwner(
    `select format('%I.%I', n.nspname, p.proname) as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where ${ofOurs} and p.prosecdef and not coalesce(p.proconfig, '{}') @> array['search_path=""']`,
  )
  expect(rows).toEqual([])
})

test('the schema that the Data API exposes is empty', async () => {
  const { rows } = await world.asOwner(
    `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm')`,
  )
  expect(rows).toEqual([])
})
