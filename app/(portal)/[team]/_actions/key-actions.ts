'use server'

import { z } from 'zod'
import { createKey } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { updateKey } from '#lib/portal/keys/update-key'
import { formAction } from '../../../_auth/form-action'
import { idField, nameField } from '../../../_auth/form-fields'

const oneKey = z.object({ key: idField('key') })

export const createKeyAction = formAction(z.object({ team: idField('team'), name: nameField }), async (actor, { team, name }) => {
  const { secret } = await createKey(actor, { teamId: team, name })
  return { secret }
})

export const disableKeyAction = formAction(oneKey, async (actor, { key }) => {
  await updateKey(actor, { keyId: key, status: 'disabled' })
  return null
})

export const enableKeyAction = formAction(oneKey, async (actor, { key }) => {
  await updateKey(actor, { keyId: key, status: 'active' })
  return null
})

export const deleteKeyAction = formAction(oneKey, async (actor, { key }) => {
  await deleteKey(actor, key)
  return null
})
