'use server'

import { z } from 'zod'
import { createKey } from '#lib/portal/keys/create-key'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { disableKeys } from '#lib/portal/keys/disable-keys'
import { getKey } from '#lib/portal/keys/get-key'
import { rotateKey } from '#lib/portal/keys/rotate-key'
import { updateKey } from '#lib/portal/keys/update-key'
import { getTeam } from '#lib/portal/teams/get-team'
import { formatUsd } from '#lib/shared/money'
import { formAction } from '../../../../_auth/form-action'
import { idField } from '../../../../_auth/form-fields'
import { dayOf } from '../../../../_period/zone-days'
import { endOfDay, explainExpiry, keyFields, overlaps } from './key-form'

const oneKey = z.object({ key: idField('key') })

export const createKeyAction = formAction(
  z.object({ team: idField('team'), ...keyFields }),
  async (actor, { team, name, expires, budget }) => {
    const { timeZone } = await getTeam(actor, team)
    const { secret } = await createKey(actor, {
      teamId: team,
      name,
      policy: {
        expires_at: endOfDay(expires, timeZone)?.toISOString(),
        ...(budget ? { budgets: [{ period: 'month', amount_usd: formatUsd(budget) }] } : {}),
      },
    })
    return { secret }
  },
  explainExpiry,
)

export const updateKeyAction = formAction(
  oneKey.extend(keyFields),
  async (actor, { key, name, expires, budget }) => {
    const before = await getKey(actor, key)
    const { timeZone } = await getTeam(actor, before.teamId)
    // A day that was not touched may have passed: a key that has expired can still be renamed.
    const untouched = expires === (before.expiresAt && dayOf(before.expiresAt, timeZone))
    await updateKey(actor, {
      keyId: key,
      name,
      policy: untouched ? {} : { expires_at: endOfDay(expires, timeZone)?.toISOString() ?? null },
      monthlyBudgetNanos: budget,
    })
    return null
  },
  explainExpiry,
)

export const rotateKeyAction = formAction(oneKey.extend({ overlap: z.enum(overlaps) }), async (actor, { key, overlap }) => {
  const { secret } = await rotateKey(actor, { keyId: key, overlapSeconds: Number(overlap) })
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

const manyKeys = z.object({
  keys: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(idField('key')).min(1).max(200)),
})

export const disableKeysAction = formAction(manyKeys, async (actor, { keys }) => {
  await disableKeys(actor, keys)
  return null
})

const blocking = oneKey.extend({ reason: z.string().trim().min(1, 'required').max(500, 'nameLong') })

export const blockKeyAction = formAction(blocking, async (actor, { key, reason }) => {
  await updateKey(actor, { keyId: key, status: 'blocked', blockReason: reason })
  return null
})
