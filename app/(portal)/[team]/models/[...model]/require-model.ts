import 'server-only'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { getCatalogueModel } from '#lib/portal/models/list-catalogue'
import type { CatalogueModel } from '#lib/portal/models/read-catalogue'
import { orNotFound } from '../../../../_auth/or-not-found'
import { requireTeam, type TeamVisit } from '../../../../_auth/require-team'
import { readModelPath } from '../../../../_catalogue/model-path'

/** The model of the address as this team may call it; where there is none, the page does not exist. */
export const requireModel = cache(async (shownId: string, path: string): Promise<TeamVisit & { model: CatalogueModel }> => {
  const visit = await requireTeam(shownId)
  const name = readModelPath(path.split('/')) ?? notFound()
  return { ...visit, model: await orNotFound(getCatalogueModel(visit.actor, visit.team.id, name)) }
})
