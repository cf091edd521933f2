'use server'

import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { getKey } from '#lib/portal/keys/get-key'
import { updateKey } from '#lib/portal/keys/update-key'
import { changeMemberPolicy } from '#lib/portal/policies/member-policy'
import { changeTeamPolicy } from '#lib/portal/policies/team-policy'
import { getTeam } from '#lib/portal/teams/get-team'
import type { UserActor } from '#lib/portal/acting/actor'
import { asTollgateError, TollgateError } from '#lib/shared/errors'
import type { PolicyPatch } from '#lib/shared/policy/patch-policy'
import { formAction } from '../../../_auth/form-action'
import { idField } from '../../../_auth/form-fields'
import { endOfDay, explainExpiry } from '../keys/_actions/key-form'
import { type PolicyForm, policyForm } from './read-policy-form'

const of = <Shape extends z.ZodRawShape>(shape: Shape) => z.intersection(z.object(shape), policyForm)

export const changeKeyPolicyAction = formAction(
  of({ key: idField('key') }),
  async (actor, { key, ...form }) => {
    const { teamId } = await getKey(actor, key)
    const policy = await patchOf(actor, teamId, form)
    try {
      await updateKey(actor, { keyId: key, policy })
    } catch (thrown) {
      const error = asTollgateError(thrown)
      if (error.details?.loosened === undefined) throw thrown
      throw new TollgateError(error.code, { details: { fields: form.loosens }, cause: thrown })
    }
    return null
  },
  explainKeyPolicy,
)

export const changeTeamPolicyAction = formAction(
  of({ team: idField('team') }),
  async (actor, { team, ...form }) => {
    await changeTeamPolicy(actor, team, await patchOf(actor, team, form))
    return null
  },
  explainExpiry,
)

export const changeMemberPolicyAction = formAction(
  of({ team: idField('team'), user: idField('user') }),
  async (actor, { team, user, ...form }) => {
    await changeMemberPolicy(actor, { teamId: team, userId: user }, await patchOf(actor, team, form))
    return null
  },
  explainExpiry,
)

async function patchOf(actor: UserActor, teamId: string, { patch, lastDay }: PolicyForm): Promise<PolicyPatch> {
  if (lastDay === undefined) return patch
  const { timeZone } = await getTeam(actor, teamId)
  return { ...patch, expires_at: endOfDay(lastDay, timeZone)?.toISOString() ?? null }
}

/** Which fields ask for more than whoever only uses the key may give it. */
async function explainKeyPolicy(error: TollgateError): Promise<Record<string, string> | null> {
  const fields = error.details?.fields
  if (!Array.isArray(fields) || fields.length === 0) return explainExpiry(error)
  const t = await getTranslations('invalid')
  return Object.fromEntries(fields.map((field) => [String(field), t('loosens')]))
}
