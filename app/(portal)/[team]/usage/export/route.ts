import { getUsageReport } from '#lib/portal/usage/get-usage-report'
import { writeUsageCsv } from '#lib/portal/usage/write-usage-csv'
import { requireTeam } from '../../../../_auth/require-team'
import { answerWithErrors } from '../../../../api/_respond/answer-with-errors'
import { readUsageQuery } from '../read-usage-query'
import { csvFileName } from './csv-file-name'

/** The table of the usage page as a file: same address, same rows. */
export async function GET(request: Request, context: { params: Promise<{ team: string }> }): Promise<Response> {
  const { actor, team } = await requireTeam((await context.params).team)
  return answerWithErrors(async () => {
    const now = new Date()
    const query = toQuery(new URL(request.url).searchParams)
    const { period, groupBy, keyIds, models } = readUsageQuery(query, { timeZone: team.timeZone, now })
    const { from, to, previous, bucket } = period
    const report = await getUsageReport(actor, { teamId: team.id, groupBy, from, to, previous, bucket, keyIds, models, now })
    const name = csvFileName(team.name, groupBy, period)
    return new Response(streamOf(writeUsageCsv(report)), {
      headers: {
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${name.ascii}"; filename*=UTF-8''${encodeURIComponent(name.full)}`,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  })
}

function toQuery(params: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]))
}

const byteOrderMark = '\uFEFF'

/** Spreadsheets take a file for UTF-8 only when it begins by saying so. */
function streamOf(records: Iterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(byteOrderMark)),
    pull: (controller) => {
      const { done, value } = records.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
}
