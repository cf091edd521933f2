'use server'

import { z } from 'zod'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { revokeManagementKey } from '#lib/portal/management-keys/revoke-management-key'
import { formAction } from '../../../../_auth/form-action'
import { idField, nameField } from '../../../../_auth/form-fields'

const createForm = z.object({ team: idField('team'), name: nameField, kind: z.enum(['management', 'read_only']) })

export const createManagementKeyAction = formAction(createForm, async (actor, { team, name, kind }) => {
  const { secret } = await createManagementKey(actor, { teamId: team, name, readOnly: kind === 'read_only' })
  return { secret }
})

export const revokeManagementKeyAction = formAction(z.object({ key: idField('mkey') }), async (actor, { key }) => {
  await revokeManagementKey(actor, key)
  return null
})
