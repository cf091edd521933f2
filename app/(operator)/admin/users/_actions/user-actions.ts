'use server'

import { z } from 'zod'
import { disableUser, enableUser } from '#lib/portal/users/disable-user'
import { formAction } from '../../../../_auth/form-action'
import { idField } from '../../../../_auth/form-fields'

const oneUser = z.object({ user: idField('user') })

export const disableUserAction = formAction(oneUser, async (actor, { user }) => {
  await disableUser(actor, user)
  return null
})

export const enableUserAction = formAction(oneUser, async (actor, { user }) => {
  await enableUser(actor, user)
  return null
})
