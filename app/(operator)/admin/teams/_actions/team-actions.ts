'use server'

import { z } from 'zod'
import { updateTeam } from '#lib/portal/teams/update-team'
import { formAction } from '../../../../_auth/form-action'
import { idField, reasonField } from '../../../../_auth/form-fields'

const oneTeam = z.object({ team: idField('team', 'team') })

export const disableTeamAction = formAction(oneTeam.extend({ reason: reasonField }), async (actor, { team, reason }) => {
  await updateTeam(actor, { teamId: team, status: 'disabled', reason })
  return null
})

export const enableTeamAction = formAction(oneTeam, async (actor, { team }) => {
  await updateTeam(actor, { teamId: team, status: 'active' })
  return null
})

export const setGroupAction = formAction(
  oneTeam.extend({
    customer_group: z
      .string()
      .trim()
      .regex(/^[a-z0-9_-]{1,40}$/, 'group'),
  }),
  async (actor, { team, customer_group: customerGroup }) => {
    await updateTeam(actor, { teamId: team, customerGroup })
    return null
  },
)
