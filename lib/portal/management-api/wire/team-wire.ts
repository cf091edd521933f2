import { z } from 'zod'
import type { Balance } from '#lib/ledger/read-balance'
import { idOut, timeOut, usdOut } from '#lib/portal/management-api/wire/fields'
import { type Team, teamStatuses, type TeamWithBalance } from '#lib/portal/teams/team'
import { showId } from '#lib/shared/ids'
import { formatUsd } from '#lib/shared/money'

/** What a team can be changed to. */
export const teamStatus = z.enum(['active', 'disabled'])

const teamFields = z.object({
  id: idOut('team'),
  name: z.string(),
  status: z.enum(teamStatuses).describe('`deleted` is seen with a key of operator scope alone'),
  customer_group: z.string().describe('Which sell prices apply'),
  time_zone: z.string(),
  created_at: timeOut,
})

export const teamOut = teamFields.meta({ id: 'Team' })

export const balanceOut = z
  .object({
    credit_usd: usdOut,
    held_usd: usdOut.describe('Worst case of the requests that are open now'),
    available_usd: usdOut.describe('Credit minus what is held'),
  })
  .meta({ id: 'Balance' })

export const teamWithBalanceOut = teamFields.extend({ balance: balanceOut }).meta({ id: 'TeamWithBalance' })

export function showTeam(team: Team): z.infer<typeof teamOut> {
  return {
    id: showId('team', team.id),
    name: team.name,
    status: team.status,
    customer_group: team.customerGroup,
    time_zone: team.timeZone,
    created_at: team.createdAt.toISOString(),
  }
}

export function showBalance(balance: Balance): z.infer<typeof balanceOut> {
  return {
    credit_usd: formatUsd(balance.creditNanos),
    held_usd: formatUsd(balance.heldNanos),
    available_usd: formatUsd(balance.availableNanos),
  }
}

export function showTeamWithBalance(team: TeamWithBalance): z.infer<typeof teamWithBalanceOut> {
  return { ...showTeam(team), balance: showBalance(team.balance) }
}
