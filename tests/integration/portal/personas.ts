import { randomBytes, randomUUID } from 'node:crypto'
import { ensureAccount } from '#lib/portal/accounts/ensure-account'
import { systemActor, type ManagementKeyActor, type UserActor } from '#lib/portal/acting/actor'
import type { OperatorRole, TeamRole } from '#lib/portal/acting/permissions'
import { createTeam } from '#lib/portal/teams/create-team'
import { asPortal } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** A database's environment for verbs: a master key, a sign-up credit, private upstreams allowed. */
export function setPortalEnvironment(): void {
  process.env.TOLLGATE_MASTER_KEYS = `1:${randomBytes(32).toString('base64')}`
  process.env.TOLLGATE_ALLOW_PRIVATE_UPSTREAMS = '1'
  process.env.SIGNUP_CREDIT_USD = '1.5'
}

let people = 0

/** Somebody who has just signed in for the first time. */
export async function makePerson(): Promise<UserActor> {
  const userId = randomUUID()
  await ensureAccount({ userId, email: `person${++people}@example.com` })
  return { kind: 'user', userId }
}

export async function makeOperator(role: OperatorRole = 'owner'): Promise<UserActor> {
  const person = await makePerson()
  await asPortal((tx) => tx.updateTable('core.users').set({ operator_role: role }).where('id', '=', person.userId).execute())
  return person
}

/** A team without anybody in it. */
export async function makeEmptyTeam(name = 'Team'): Promise<string> {
  return (await createTeam(systemActor, { name })).id
}

export async function makeMember(teamId: string, role: TeamRole): Promise<UserActor> {
  const person = await makePerson()
  await asPortal((tx) => tx.insertInto('core.memberships').values({ team_id: teamId, user_id: person.userId, role }).execute())
  return person
}

/** A management key as authentication would hand it to a verb. */
export function managementKey(teamId: string | null): ManagementKeyActor {
  return { kind: 'management_key', keyId: randomUUID(), teamId }
}

/** The audit rows about one thing, oldest first. */
export async function auditOf(targetId: string) {
  return asPortal((tx) => tx.selectFrom('core.audit_log').selectAll().where('target_id', '=', targetId).orderBy('id').execute())
}

/** The code a verb refuses with, or `done`. */
export async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act
    return 'done'
  } catch (thrown) {
    if (thrown instanceof TollgateError) return thrown.code
    throw thrown
  }
}
