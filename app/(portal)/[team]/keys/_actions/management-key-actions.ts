'use server'

import { z } from 'zod'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { revokeManagementKey } from '#lib/portal/management-keys/revoke-management-key'
import { formAction } from '../../../../_auth/form-action'
import { idField, nameField } from '../../../../_auth/form-fields'

const createForm = z.object({ team: idField('team'), name: nameField })

export const createManagementKeyAction = formAction(createForm, async (actor, { team, name }) => {
  const { secret } = await createManagementKey(actor, { teamId: team, name })
  return { secret }
})

export const revokeManagementKeyAction = formAction(z.object({ key: idField('mkey') }), async (actor, { key }) => {
  await revokeManagementKey(actor, key)
  return null
})
