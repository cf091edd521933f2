import type pg from 'pg'
import { mintApiKey } from '#lib/shared/api-key-format'
import { hashSecret } from '#lib/shared/crypto'
import { newId } from '#lib/shared/ids'
import { parseUsd } from '#lib/shared/money'
import { measuredPolicy } from '../start/seed-gateway.ts'

const keysAtOnce = 5_000

/**
 * Teams with credit, two budgets each, and keys with a request and a token limit, written as the owner of the database.
 * Answers the secrets of some keys, spread over all teams.
 */
export async function seedMany(owner: pg.Client, size: { teams: number; keys: number; secrets: number }): Promise<string[]> {
  const teamIds = Array.from({ length: size.teams }, () => newId())
  await owner.query('begin')
  await owner.query("insert into core.teams (id, name) select id, 'Team ' || n from unnest($1::uuid[]) with ordinality as t(id, n)", [
    teamIds,
  ])
  await owner.query('select ledger.open_team(id) from unnest($1::uuid[]) as t(id)', [teamIds])
  await owner.query(
    "select outcome from unnest($1::uuid[]) as t(id) cross join lateral ledger.credit(t.id, $2, 'bench', 'Credit to measure with', 'system', 'grants')",
    [teamIds, parseUsd('1000000').toString()],
  )
  await owner.query(
    `select ledger.set_budget(gen_random_uuid(), t.id, 'team', t.id::text, $2, p.period, 'UTC')
     from unnest($1::uuid[]) as t(id) cross join (values ('month'), ('day')) as p(period)`,
    [teamIds, parseUsd('900000000').toString()],
  )
  const secrets = await insertKeys(owner, teamIds, size.keys)
  await owner.query('commit')
  await owner.query('analyze core.teams, core.api_keys, core.api_key_secrets, ledger.team_balances, ledger.budgets, ledger.budget_periods')
  const stride = Math.max(1, Math.floor(secrets.length / size.secrets))
  return secrets.filter((_, n) => n % stride === 0).slice(0, size.secrets)
}

async function insertKeys(owner: pg.Client, teamIds: string[], count: number): Promise<string[]> {
  const policy = JSON.stringify({ limits: measuredPolicy.limits })
  const secrets: string[] = []
  while (secrets.length < count) {
    const rows = Array.from({ length: Math.min(keysAtOnce, count - secrets.length) }, (_, n) => {
      const { display, secret } = mintApiKey('inference')
      const team = teamIds[(secrets.length + n) % teamIds.length]
      return { id: newId(), secret_id: newId(), team, display, secret, hash: hashSecret(secret).toString('hex') }
    })
    const given = 'jsonb_to_recordset($1) as k(id uuid, secret_id uuid, team uuid, display text, hash text)'
    const json = JSON.stringify(rows.map(({ secret: _, ...row }) => row))
    await owner.query(
      `insert into core.api_keys (id, team_id, name, display, policy) select k.id, k.team, 'Measured', k.display, $2::jsonb from ${given}`,
      [json, policy],
    )
    await owner.query(
      `insert into core.api_key_secrets (id, key_id, secret_hash) select k.secret_id, k.id, decode(k.hash, 'hex') from ${given}`,
      [json],
    )
    secrets.push(...rows.map(({ secret }) => secret))
  }
  return secrets
}
