import { exportAudit } from '#lib/portal/audit/export-audit'
import { requireTeam } from '../../../../_auth/require-team'
import { answerWithErrors } from '../../../../api/_respond/answer-with-errors'
import { readTeamFilters } from '../read-team-filters'

/** The acts that the address narrows down to, as CSV. */
export async function GET(request: Request, context: { params: Promise<{ team: string }> }): Promise<Response> {
  const { actor, team } = await requireTeam((await context.params).team, 'audit.read')
  return answerWithErrors(async () => {
    const params = new URL(request.url).searchParams
    const query = Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]))
    const csv = await exportAudit(actor, readTeamFilters(query, team, new Date()))
    return new Response(csv, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="audit.csv"',
        'cache-control': 'private, no-store',
      },
    })
  })
}
