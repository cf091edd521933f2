import type { Actor, ManagementKeyActor, UserActor } from '#lib/portal/acting/actor'
import { type Act, isRead, memberMay, operatorMay, permissionFor } from '#lib/portal/acting/permissions'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** How much an actor may see: the whole installation, or what belongs to one team. */
export type Sight = 'operator' | 'team'

/**
 * Checks an act in the transaction that performs it. `teamId` null is an act on the installation itself. Whoever changes
 * something holds their membership, or their management key, until it is done: a removal meanwhile waits and then sees it.
 * @throws TollgateError `not_found` for a team the actor does not belong to, so that existence never leaks;
 *   `forbidden` where the actor belongs but may not; `team_disabled` for changes in a disabled team.
 */
export function requirePermission(transaction: RoleTransaction, actor: Actor, act: Act, teamId: string | null): Promise<Sight> {
  return check(transaction, actor, { act, teamId, hold: !isRead(act) })
}

/** The same for who locks the team's memberships next: held ones would make two of them wait for each other. */
export function glancePermission(transaction: RoleTransaction, actor: Actor, act: Act, teamId: string): Promise<Sight> {
  return check(transaction, actor, { act, teamId, hold: false })
}

interface Check {
  act: Act
  teamId: string | null
  hold: boolean
}

async function check(transaction: RoleTransaction, actor: Actor, { act, teamId, hold }: Check): Promise<Sight> {
  if (actor.kind === 'system') return 'operator'
  const status = teamId === null ? null : await readTeamStatus(transaction, teamId)
  if (actor.kind === 'management_key' && hold) await holdManagementKey(transaction, actor)
  const sight = actor.kind === 'user' ? await checkUser(transaction, actor, { act, teamId, hold }) : checkManagementKey(actor, act, teamId)
  if (teamId !== null && status === null) throw new TollgateError('not_found')
  if (status === 'deleted' && !stillPossible(act)) throw new TollgateError('conflict', { message: 'This team has been deleted.' })
  if (status === 'disabled' && sight === 'team' && !act.endsWith('.read')) throw new TollgateError('team_disabled')
  return sight
}

/** The books of a deleted team may still have to be put right; nothing else of it changes. */
function stillPossible(act: Act): boolean {
  return act.endsWith('.read') || act === 'credit.change' || act === 'request.refund'
}

async function readTeamStatus(transaction: RoleTransaction, teamId: string): Promise<string | null> {
  const team = await transaction.selectFrom('core.teams').select('status').where('id', '=', teamId).executeTakeFirst()
  return team?.status ?? null
}

/** It was good when the request came in, and may have been revoked since. */
async function holdManagementKey(transaction: RoleTransaction, actor: ManagementKeyActor): Promise<void> {
  const key = await transaction
    .selectFrom('core.management_keys')
    .select('revoked_at')
    .where('id', '=', actor.keyId)
    .forShare()
    .executeTakeFirst()
  if (key?.revoked_at) throw new TollgateError('invalid_api_key')
}

function checkManagementKey(actor: ManagementKeyActor, act: Act, teamId: string | null): Sight {
  if (actor.teamId !== null && teamId !== null && teamId !== actor.teamId) return refuse('not_found')
  if (actor.readOnly === true && !isRead(act)) return refuse('forbidden')
  if (actor.teamId === null) return operatorMay(act, 'owner') ? 'operator' : refuse('forbidden')
  return teamId !== null && permissionFor(act).teamKeys ? 'team' : refuse('forbidden')
}

async function checkUser(transaction: RoleTransaction, actor: UserActor, { act, teamId, hold }: Check): Promise<Sight> {
  const user = await transaction
    .selectFrom('core.users')
    .select(['operator_role', 'disabled_at'])
    .where('id', '=', actor.userId)
    .executeTakeFirst()
  if (!user) return refuse('unauthenticated')
  if (user.disabled_at) throw new TollgateError('forbidden', { message: 'This account is disabled.' })
  const role = teamId === null ? null : await readMemberRole(transaction, actor.userId, teamId, hold)
  if (role !== null && memberMay(act, role)) return 'team'
  if (operatorMay(act, user.operator_role)) return 'operator'
  if (teamId === null && permissionFor(act).accounts) return 'team'
  const knowsTheTeam = teamId === null || role !== null || user.operator_role !== null
  return refuse(knowsTheTeam ? 'forbidden' : 'not_found')
}

async function readMemberRole(transaction: RoleTransaction, userId: string, teamId: string, hold: boolean): Promise<string | null> {
  const query = transaction.selectFrom('core.memberships').select('role').where('team_id', '=', teamId).where('user_id', '=', userId)
  const membership = await (hold ? query.forShare() : query).executeTakeFirst()
  return membership?.role ?? null
}

function refuse(code: 'forbidden' | 'not_found' | 'unauthenticated'): never {
  throw new TollgateError(code)
}
