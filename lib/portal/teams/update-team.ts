import type { Actor } from '#lib/portal/acting/actor'
import { requireName, requireText } from '#lib/portal/acting/check-text'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { requireCustomerGroup, requireTimeZone } from '#lib/portal/teams/check-team-input'
import { type Team, teamColumns, toTeam } from '#lib/portal/teams/team'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface UpdateTeamInput {
  teamId: string
  name?: string
  timeZone?: string
  /** Operators only, as is the group. */
  status?: 'active' | 'disabled'
  customerGroup?: string
  /** Why it is switched off; operators alone read it. */
  reason?: string
}

/** Changes what is given; switching a team off refuses its keys from the next request on. */
export function updateTeam(actor: Actor, input: UpdateTeamInput, joined?: RoleTransaction): Promise<Team> {
  return acting(joined, async (transaction) => {
    const governs = input.status !== undefined || input.customerGroup !== undefined
    if (governs) await requirePermission(transaction, actor, 'team.govern', input.teamId)
    if (!governs || input.name !== undefined || input.timeZone !== undefined)
      await requirePermission(transaction, actor, 'team.update', input.teamId)

    const reason = reasonOf(input)
    const before = await transaction
      .selectFrom('core.teams')
      .select(teamColumns)
      .where('id', '=', input.teamId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    const change = {
      name: input.name === undefined ? before.name : requireName(input.name),
      status: input.status ?? before.status,
      time_zone: input.timeZone === undefined ? before.time_zone : await requireTimeZone(transaction, input.timeZone),
      customer_group: input.customerGroup === undefined ? before.customer_group : requireCustomerGroup(input.customerGroup),
    }
    const after = await transaction
      .updateTable('core.teams')
      .set(change)
      .where('id', '=', input.teamId)
      .returning(teamColumns)
      .executeTakeFirstOrThrow()
    await writeAudit(transaction, actor, {
      teamId: input.teamId,
      action: 'team.update',
      targetKind: 'team',
      targetId: input.teamId,
      before: { name: before.name, status: before.status, time_zone: before.time_zone, customer_group: before.customer_group },
      after: change,
    })
    // A row of no team: its own administrators read theirs, and what a customer is told about the matter is the operator's to say.
    if (reason !== null)
      await writeAudit(transaction, actor, {
        teamId: null,
        action: 'team.note_reason',
        targetKind: 'team',
        targetId: input.teamId,
        after: { reason },
      })
    return toTeam(after)
  })
}

function reasonOf({ reason, status }: UpdateTeamInput): string | null {
  if (reason === undefined) return null
  if (status === 'disabled') return requireText(reason, 'reason', 500)
  throw new TollgateError('invalid_request', { param: 'reason', message: 'reason belongs to a team that is disabled.' })
}
