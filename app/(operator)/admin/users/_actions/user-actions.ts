'use server'

import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { disableUser, enableUser } from '#lib/portal/users/disable-user'
import { operatorRoles } from '#lib/portal/acting/permissions'
import { changeOperatorRole } from '#lib/portal/users/change-operator-role'
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

const reasons = ['last_owner', 'disabled'] as const

export const changeOperatorRoleAction = formAction(
  z.object({ user: idField('user'), role: z.enum(['none', ...operatorRoles]) }),
  async (actor, { user, role }) => {
    await changeOperatorRole(actor, { userId: user, role: role === 'none' ? null : role })
    return null
  },
  async (error) => {
    const reason = reasons.find((known) => known === error.details?.reason)
    return reason === undefined ? null : { role: (await getTranslations('users'))(`operatorRefusals.${reason}`) }
  },
)
