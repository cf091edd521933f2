import 'server-only'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { getCatalogueModel } from '#lib/portal/models/list-catalogue'
import type { CatalogueModel } from '#lib/portal/models/read-catalogue'
import { TollgateError } from '#lib/shared/errors'
import { requireTeam, type TeamVisit } from '../../../../_auth/require-team'
import { readModelPath } from '../../../../_catalogue/model-path'

/** The model of the address as this team may call it; where there is none, the page does not exist. */
export const requireModel = cache(async (shownId: string, path: string): Promise<TeamVisit & { model: CatalogueModel }> => {
  const visit = await requireTeam(shownId)
  const name = readModelPath(path.split('/'))
  if (name === null) notFound()
  try {
    return { ...visit, model: await getCatalogueModel(visit.actor, visit.team.id, name) }
  } catch (thrown) {
    if (thrown instanceof TollgateError && thrown.code === 'not_found') notFound()
    throw thrown
  }
})
