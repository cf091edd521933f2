import type pg from 'pg'
import { newId } from '#lib/shared/ids'
import { type Plan, seededRandom } from './options.ts'

const keyNames = [
  'Production',
  'Staging',
  'Data pipeline',
  'Support assistant',
  'CI',
  'Mobile app',
  'Evaluation',
  'Nightly batch',
  'Prototype',
  'Internal tools',
]
const firstWords = [
  'Amber',
  'Birch',
  'Cobalt',
  'Delta',
  'Ember',
  'Fjord',
  'Granite',
  'Harbour',
  'Indigo',
  'Juniper',
  'Kestrel',
  'Lumen',
  'Maple',
  'Northern',
  'Orchid',
  'Pioneer',
  'Quartz',
  'Raven',
  'Summit',
  'Tidal',
]
const secondWords = ['Analytics', 'Robotics', 'Health', 'Logistics', 'Studios', 'Labs', 'Software', 'Media', 'Insurance', 'Energy']
const slots = 50_000

/** Teams with keys, and `bench_slots`, from which a request draws its team: the first gets about an eighth of a thousand's traffic. */
export async function prepareTeams(plan: Plan, teamIds: string[], keysAtMost: number): Promise<void> {
  const { client, seed } = plan
  const random = seededRandom(seed + 1)
  await client.query(
    'create temporary table bench_teams (ord integer primary key, team_id uuid, account_id uuid, key_ids uuid[], model_ords integer[])',
  )
  await client.query('create temporary table bench_slots (slot integer primary key, team_ord integer)')
  const { rows: models } = await client.query<{ ord: number }>('select ord from bench_models order by ord')
  const teams = []
  for (const [index, teamId] of teamIds.entries()) {
    const keys = Math.max(2, Math.round(keysAtMost / (1 + index / 40)))
    const offset = Math.floor(random() * models.length)
    const modelOrds = models.map((_, at) => models[(at + offset) % models.length]?.ord ?? 1).slice(0, Math.min(5, models.length))
    teams.push({ ord: index + 1, team_id: teamId, keys: Array.from({ length: keys }, () => newId()), models: modelOrds })
  }
  await insertKeys(client, plan, teams)
  await client.query(
    `insert into bench_teams
     select t.ord, t.team_id, b.account_id, array(select k::uuid from jsonb_array_elements_text(t.keys) k), array(select m::integer from jsonb_array_elements_text(t.models) m)
     from jsonb_to_recordset($1) as t(ord integer, team_id uuid, keys jsonb, models jsonb)
     join ledger.team_balances b on b.team_id = t.team_id`,
    [JSON.stringify(teams)],
  )
  await client.query(
    'insert into bench_slots select s.slot, s.team_ord from unnest($1::integer[], $2::integer[]) as s(slot, team_ord)',
    drawSlots(teamIds.length),
  )
}

function drawSlots(teams: number): [number[], number[]] {
  const weights = Array.from({ length: teams }, (_, rank) => 1 / (rank + 1))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const owners: number[] = []
  let passed = 0
  for (const [rank, weight] of weights.entries()) {
    passed += weight
    while (owners.length < Math.round((slots * passed) / total)) owners.push(rank + 1)
  }
  return [owners.map((_, slot) => slot), owners]
}

async function insertKeys(client: pg.Client, plan: Plan, teams: { team_id: string; keys: string[] }[]): Promise<void> {
  const since = plan.days[0]?.start ?? plan.now
  const rows = teams.flatMap(({ team_id, keys }) =>
    keys.map((id, index) => ({ id, team_id, name: keyNames[index % keyNames.length], display: `tg-${id.slice(0, 4)}…${id.slice(-4)}` })),
  )
  await client.query(
    `insert into core.api_keys (id, team_id, name, display, created_at, created_by)
     select k.id, k.team_id, k.name, k.display, $2,
       (select m.user_id from core.memberships m where m.team_id = k.team_id and m.role = 'owner' order by m.created_at, m.user_id limit 1)
     from jsonb_to_recordset($1) as k(id uuid, team_id uuid, name text, display text)`,
    [JSON.stringify(rows), since],
  )
}

/** New teams with an account each, two to six people, and a line in the audit log for each person. */
export async function makeTeams(plan: Plan, count: number): Promise<string[]> {
  const { client, seed } = plan
  const random = seededRandom(seed + 2)
  const since = plan.days[0]?.start ?? plan.now
  const teams = Array.from({ length: count }, (_, index) => ({ id: newId(), name: nameOf(index), people: 2 + Math.floor(random() * 5) }))
  const people = teams.flatMap((team, at) =>
    Array.from({ length: team.people }, (_, index) => ({
      id: newId(),
      team_id: team.id,
      email: `person${index + 1}@team${at + 1}-${seed}.example`,
      role: index === 0 ? 'owner' : index === 1 ? 'developer' : 'viewer',
      audit_id: newId(),
    })),
  )
  const json = JSON.stringify(people)
  const given = 'jsonb_to_recordset($1) as p(id uuid, team_id uuid, email text, role text, audit_id uuid)'
  await client.query('begin')
  await client.query(
    'insert into core.teams (id, name, created_at) select t.id, t.name, $2 from jsonb_to_recordset($1) as t(id uuid, name text)',
    [JSON.stringify(teams), since],
  )
  await client.query('select ledger.open_team(id) from unnest($1::uuid[]) as t(id)', [teams.map(({ id }) => id)])
  await client.query(
    `insert into core.users (id, email, display_name, created_at) select p.id, p.email, split_part(p.email, '@', 1), $2 from ${given}`,
    [json, since],
  )
  await client.query(`insert into core.memberships (team_id, user_id, role, created_at) select p.team_id, p.id, p.role, $2 from ${given}`, [
    json,
    since,
  ])
  await client.query(
    `insert into core.audit_log (id, team_id, actor_kind, actor_id, action, target_kind, target_id, after)
     select p.audit_id, p.team_id, 'user', p.id, 'team.join', 'team', p.team_id::text, jsonb_build_object('role', p.role) from ${given}`,
    [json],
  )
  await client.query('commit')
  return teams.map(({ id }) => id)
}

function nameOf(index: number): string {
  const name = `${firstWords[index % firstWords.length]} ${secondWords[Math.floor(index / firstWords.length) % secondWords.length]}`
  const round = Math.floor(index / (firstWords.length * secondWords.length))
  return round === 0 ? name : `${name} ${round + 1}`
}
