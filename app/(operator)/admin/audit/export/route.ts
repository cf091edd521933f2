import { exportAudit } from '#lib/portal/audit/export-audit'
import { requireOperator } from '../../../../_auth/require-operator'
import { readFilters } from '../read-filters'

/** The acts that the address narrows down to, as CSV. */
export async function GET(request: Request): Promise<Response> {
  const { actor } = await requireOperator('audit.read')
  const params = new URL(request.url).searchParams
  const query = Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]))
  const csv = await exportAudit(actor, readFilters(query, new Date()))
  return new Response(csv, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit.csv"',
      'cache-control': 'private, no-store',
    },
  })
}
