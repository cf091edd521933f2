'use server'

import { refresh } from 'next/cache'
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
    return atFields(form, updateKey(actor, { keyId: key, policy, seen: form.seen }))
  },
  explainPolicy,
)

export const changeTeamPolicyAction = formAction(
  of({ team: idField('team') }),
  async (actor, { team, ...form }) => {
    const patch = await patchOf(actor, team, form)
    return atFields(form, changeTeamPolicy(actor, team, patch, undefined, form.seen))
  },
  explainPolicy,
)

export const changeMemberPolicyAction = formAction(
  of({ team: idField('team'), user: idField('user') }),
  async (actor, { team, user, ...form }) => {
    const patch = await patchOf(actor, team, form)
    return atFields(form, changeMemberPolicy(actor, { teamId: team, userId: user }, patch, undefined, form.seen))
  },
  explainPolicy,
)

async function patchOf(actor: UserActor, teamId: string, { patch, lastDay }: PolicyForm): Promise<PolicyPatch> {
  if (lastDay === undefined) return patch
  const { timeZone } = await getTeam(actor, teamId)
  return { ...patch, expires_at: endOfDay(lastDay, timeZone)?.toISOString() ?? null }
}

/** What a verb refuses by member is refused at the fields of this form that asked for it. */
async function atFields(form: PolicyForm, change: Promise<unknown>): Promise<null> {
  try {
    await change
    return null
  } catch (thrown) {
    const error = asTollgateError(thrown)
    const fields = fieldsAtFault(error, form)
    if (fields === null) throw thrown
    throw new TollgateError(error.code, { details: { ...error.details, fields }, cause: thrown })
  }
}

function fieldsAtFault({ details }: TollgateError, { loosens, touched }: PolicyForm): string[] | null {
  if (details?.loosened !== undefined) return loosens
  const changed = details?.changed
  return Array.isArray(changed) ? touched.filter((field) => changed.includes(memberOf(field))) : null
}

const memberOf = (field: string) => (field === 'expires' ? 'expires_at' : (field.split('.')[0] ?? field))

/** Which fields ask for more than whoever only uses the key may give it, and which somebody else has changed meanwhile. */
async function explainPolicy(error: TollgateError): Promise<Record<string, string> | null> {
  const fields = error.details?.fields
  if (!Array.isArray(fields) || fields.length === 0) return explainExpiry(error)
  const t = await getTranslations('invalid')
  const at = (words: string) => Object.fromEntries(fields.map((field) => [String(field), words]))
  if (error.code !== 'conflict') return at(t('loosens'))
  // What is saved by now shows beside what was typed; whoever saves again has seen it.
  refresh()
  const by = error.details?.by
  return at(typeof by === 'string' ? t('changedBy', { name: by }) : t('changedMeanwhile'))
}
