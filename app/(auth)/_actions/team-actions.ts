'use server'

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { acceptInvite } from '#lib/portal/invites/accept-invite'
import { createTeam } from '#lib/portal/teams/create-team'
import { showId } from '#lib/shared/ids'
import type { ActionState } from '../../_auth/action-state'
import { formAction } from '../../_auth/form-action'
import { nameField } from '../../_auth/form-fields'

const accept = formAction(z.object({ secret: z.string().max(100) }), (actor, { secret }) => acceptInvite(actor, secret))

const create = formAction(
  z.object({ name: nameField, time_zone: z.string().max(64).optional() }),
  async (actor, { name, time_zone: timeZone }) => ({ teamId: (await createTeam(actor, { name, timeZone })).id }),
  async (error) => (error.details?.reason === 'too_many_teams' ? { name: (await getTranslations('team'))('newTooMany') } : null),
)

export async function acceptInviteAction(_before: ActionState, form: FormData): Promise<ActionState> {
  return toTeam(await accept({ status: 'idle' }, form))
}

export async function createTeamAction(_before: ActionState, form: FormData): Promise<ActionState> {
  return toTeam(await create({ status: 'idle' }, form))
}

/** On to the team one is now in. */
function toTeam(state: ActionState<{ teamId: string }>): ActionState {
  if (state.status === 'done') redirect(`/${showId('team', state.value.teamId)}`)
  return state
}
