import { listBudgets } from '#lib/ledger/budgets'
import type { Actor } from '#lib/portal/acting/actor'
import { containsPattern } from '#lib/portal/acting/check-text'
import { reading } from '#lib/portal/acting/run-verb'
import { keyColumns, toApiKey } from '#lib/portal/keys/api-key'
import { type KeySecrets, readKeySecrets } from '#lib/portal/keys/key-secrets'
import { type KeyPerson, keyStateOf, type KeyState, type TeamKey } from '#lib/portal/keys/team-key'
import { type KeyActivity, readKeyActivity } from '#lib/portal/usage/read-key-activity'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'

export interface ListTeamKeysInput {
  teamId: string
  /** Part of the name, of what is shown of the secret, or of its maker's name or address. */
  search?: string
  state?: KeyState
  now: Date
}

export interface TeamKeys {
  /** Newest first. */
  keys: TeamKey[]
  /** By the key's id; what was never used has none. */
  activity: ReadonlyMap<string, KeyActivity>
  /** Whether older ones match too; a search finds them. */
  more: boolean
}

/** So many are sorted by spend in memory; a team with more of them searches. */
export const mostTeamKeys = 1_000

/** A team's keys with what its list shows beside their use; deleted ones are not among them. */
export async function listTeamKeys(actor: Actor, input: ListTeamKeysInput): Promise<TeamKeys> {
  const { rows, shown, activity } = await reading(actor, 'key.read', input.teamId, async (transaction) => {
    const rows = await selectKeys(transaction, input)
    const shown = rows.slice(0, mostTeamKeys)
    const ids = shown.map((row) => row.id)
    return { rows, shown, activity: await readKeyActivity(transaction, ids) }
  })
  if (rows.length === 0) return { keys: [], activity, more: false }
  // Ledger and secrets answer only `portal`; the read above has proved that this team is the reader's.
  const [budgets, secrets] = await asPortal(async (transaction) => [
    await listBudgets(transaction, input.teamId),
    await readKeySecrets(transaction, input.teamId),
  ])
  return {
    keys: shown
      .map((row) => {
        const { previousUntil, ended } = secrets.get(row.id) ?? nothingToTell
        const key = { ...toApiKey(row, budgets), previousSecretUntil: previousUntil, secretsEnded: ended }
        const people = {
          creator: toPerson(row.creator_name, row.creator_email),
          owner: toPerson(row.owner_name, row.owner_email),
        }
        return { ...key, ...people, state: keyStateOf(key, input.now) }
      })
      .filter(({ state }) => input.state === undefined || state === input.state),
    activity,
    more: rows.length > shown.length,
  }
}

const nothingToTell: KeySecrets = { previousUntil: null, ended: false }

function toPerson(name: string | null, email: string | null): KeyPerson | null {
  return email === null ? null : { name: name ?? '', email }
}

/** With those of another state that only their secrets tell apart. */
function selectKeys(transaction: RoleTransaction, input: ListTeamKeysInput) {
  const search = input.search?.trim() ?? ''
  let query = transaction
    .selectFrom('core.api_keys as k')
    .leftJoin('core.users as u', 'u.id', 'k.created_by')
    .leftJoin('core.users as o', 'o.id', 'k.owner_id')
    .select(keyColumns.map((column) => `k.${column}` as const))
    .select(['u.display_name as creator_name', 'u.email as creator_email', 'o.display_name as owner_name', 'o.email as owner_email'])
    .where('k.team_id', '=', input.teamId)
    .where('k.kind', '=', 'inference')
    .where('k.status', '<>', 'deleted')
    .orderBy('k.id', 'desc')
    .limit(mostTeamKeys + 1)
  if (search !== '') {
    const pattern = containsPattern(search)
    query = query.where((where) =>
      where.or([
        where('k.name', 'ilike', pattern),
        where('k.display', 'like', pattern),
        where('u.email', 'ilike', pattern),
        where('u.display_name', 'ilike', pattern),
      ]),
    )
  }
  if (input.state === 'disabled' || input.state === 'blocked') query = query.where('k.status', '=', input.state)
  if (input.state === 'expired') query = query.where('k.status', '=', 'active')
  if (input.state === 'active') {
    query = query
      .where('k.status', '=', 'active')
      .where((where) => where.or([where('k.expires_at', 'is', null), where('k.expires_at', '>', input.now)]))
  }
  return query.execute()
}
