import { listRequests } from '#lib/portal/requests/list-requests'
import { asTollgateError } from '#lib/shared/errors'
import { parseId } from '#lib/shared/ids'
import { log } from '#lib/shared/log'
import { knownAccount } from '../../../../_auth/current-account'
import { readLogQuery } from '../_list/read-log-query'
import { toLogPage } from '../_list/to-log-rows'

const pageLimit = 100

/** Further lines of the list, or its newest ones, for a member of the team; to everyone else they do not exist. */
export async function GET(request: Request, { params }: { params: Promise<{ team: string }> }): Promise<Response> {
  const { searchParams } = new URL(request.url)
  try {
    const known = await knownAccount()
    if (!known) return refuse(401)
    const { actor, teams } = known
    const teamId = parseId('team', (await params).team)
    const team = teams.find((mine) => mine.id === teamId)
    if (!team) return refuse(404)
    const query = Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]))
    const filters = readLogQuery(query, { timeZone: team.timeZone, now: new Date() })
    const page = await listRequests(actor, { ...filters, teamId: team.id, limit: pageLimit, cursor: searchParams.get('cursor') })
    return Response.json(await toLogPage(page), { headers: { 'cache-control': 'private, no-store' } })
  } catch (thrown) {
    const error = asTollgateError(thrown)
    if (error.status >= 500) log.error('log_rows_failed', { code: error.code }, error.cause ?? error)
    return refuse(error.status)
  }
}

/** Who asks is a script of the page: the number is all it needs. */
function refuse(status: number): Response {
  return new Response(null, { status, headers: { 'cache-control': 'private, no-store' } })
}
