'use server'

import { z } from 'zod'
import { updateTeam } from '#lib/portal/teams/update-team'
import { formAction } from '../../../../_auth/form-action'
import { idField, nameField } from '../../../../_auth/form-fields'

const teamForm = z.object({ team: idField('team'), name: nameField, time_zone: z.string().min(1, 'required').max(64) })

export const updateTeamAction = formAction(teamForm, async (actor, { team, name, time_zone: timeZone }) => {
  await updateTeam(actor, { teamId: team, name, timeZone })
  return null
})
