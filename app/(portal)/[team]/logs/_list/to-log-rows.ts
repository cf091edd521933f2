import 'server-only'
import { getFormatter, getTranslations } from 'next-intl/server'
import type { Page } from '#lib/portal/acting/paging'
import type { RequestRecord } from '#lib/portal/requests/request-row'
import { showId } from '#lib/shared/ids'
import { inputTokens, outputTokens } from '#lib/shared/pricing/token-usage'
import { timeForms } from '#ui/time'
import type { LogPage, LogRow } from './log-row'

/** A page of requests as lines, in the language and zone of who asks. */
export async function toLogPage({ items, nextCursor }: Page<RequestRecord>): Promise<LogPage> {
  const [format, t, words, tools] = await Promise.all([
    getFormatter(),
    getTranslations('logs'),
    getTranslations('errors'),
    getTranslations('clientTools'),
  ])
  const inWords = (code: string | null) => {
    const key = code as Parameters<typeof words>[0]
    return code !== null && words.has(key) ? words(key) : null
  }
  const clientName = (client: string | null) => {
    const key = client as Parameters<typeof tools>[0]
    return client === null || client === 'unknown' ? '' : tools.has(key) ? tools(key) : client
  }
  const keyName = ({ keyKind, keyLabel, keyDisplay }: RequestRecord) =>
    keyKind === 'playground' ? t('playground') : (keyLabel ?? keyDisplay ?? t('unknownKey'))
  const ms = (value: number | null) => (value === null ? '' : format.number(value))
  const toRow = (request: RequestRecord): LogRow => ({
    id: showId('req', request.id),
    time: format.dateTime(request.startedAt, timeForms.moment),
    at: request.startedAt.toISOString(),
    model: request.model,
    key: keyName(request),
    isPlayground: request.keyKind === 'playground',
    deletedKey: request.keyDeleted ? t('filters.deletedKey', { name: keyName(request) }) : null,
    status: request.status,
    client: clientName(request.client),
    endUser: request.endUser ?? '',
    tags: request.tags.join(', '),
    errorCode: request.errorCode,
    failure: inWords(request.errorCode),
    input: format.number(inputTokens(request.tokens)),
    output: format.number(outputTokens(request.tokens)),
    charge: request.chargeNanos.toString(),
    isEstimated: request.estimated,
    latency: ms(request.latencyMs),
    ttft: ms(request.ttftMs),
  })
  return { rows: items.map(toRow), nextCursor }
}
