import 'server-only'
import { cache } from 'react'
import { getModel } from '#lib/portal/models/get-model'
import { requireOperator } from '../../../../_auth/require-operator'
import { orNotFound } from '../../../../_auth/or-not-found'

/** The model that an address names; some have a slash in their name. */
export function nameOf({ model }: { model: string[] }): string {
  return model.map(decodeURIComponent).join('/')
}

/** The model of that name, for an operator; to everyone else, and where there is none, the page does not exist. */
export const requireModel = cache(async (name: string) => {
  const { actor, role } = await requireOperator()
  return { model: await orNotFound(getModel(actor, name)), actor, role }
})
