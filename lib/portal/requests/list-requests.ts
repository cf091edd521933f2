import type { Actor } from '#lib/portal/acting/actor'
import { type Page, type PageInput, pageLimit, readIdCursor, toPage } from '#lib/portal/acting/paging'
import { reading } from '#lib/portal/acting/run-verb'
import { type RequestRecord, toRequestRecord } from '#lib/portal/requests/request-row'
import type { RequestFilters } from '#lib/portal/requests/request-filters'
import { selectRequests } from '#lib/portal/requests/select-requests'

export interface ListRequestsInput extends PageInput, RequestFilters {}

/**
 * Settled requests, newest first. Without `teamId`: all teams, for operators; a team's management key always
 * reads its own team.
 */
export async function listRequests(actor: Actor, input: ListRequestsInput = {}): Promise<Page<RequestRecord>> {
  const limit = pageLimit(input)
  const before = readIdCursor(input.cursor)
  const ownTeam = actor.kind === 'management_key' ? (actor.teamId ?? undefined) : undefined
  const teamId = input.teamId ?? ownTeam
  return reading(actor, 'request.read', teamId ?? null, async (transaction, sight) => {
    const rows = await selectRequests(transaction, sight, { ...input, teamId }, { before, limit: limit + 1 })
    return toPage(rows, limit, (row) => row.id, toRequestRecord)
  })
}
