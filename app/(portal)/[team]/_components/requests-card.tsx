import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { RequestRecord } from '#lib/portal/requests/request-row'
import { showId } from '#lib/shared/ids'
import { Card, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { Money, widestCharge } from '#ui/money'
import { RequestStatus } from '#ui/request-status'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { occurringClasses } from './token-classes'

/** The team's last requests; token classes that none of them used have no column. */
export function RequestsCard({ requests, empty }: { requests: readonly RequestRecord[]; empty: ReactNode }) {
  const t = useTranslations('requests')
  const classes = occurringClasses(requests.map((request) => request.tokens))
  const alignTo = widestCharge(requests.map((request) => request.chargeNanos))
  return (
    <Card id="requests">
      <CardHead id="requests" title={t('title')} text={requests.length > 0 ? t('text') : undefined} />
      {requests.length === 0 ? (
        <EmptyState title={t('emptyTitle')} text={t('emptyText')}>
          {empty}
        </EmptyState>
      ) : (
        <Table label={t('title')}>
          <TableHead>
            <Th className="max-md:hidden">{t('time')}</Th>
            <Th className="max-md:pl-4">{t('model')}</Th>
            <Th className="max-md:hidden">{t('status')}</Th>
            {classes.map((name) => (
              <Th key={name} numeric className="max-md:hidden">
                {t('inTokens', { name: t(`tokens.${name}`) })}
              </Th>
            ))}
            <Th numeric className="max-md:pr-4">
              {t('charge')}
            </Th>
            <Th numeric className="max-md:hidden">
              {t('latency')}
            </Th>
          </TableHead>
          <tbody>
            {requests.map((request) => (
              <RequestLine key={request.id} request={request} classes={classes} alignTo={alignTo} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}

function RequestLine({
  request,
  classes,
  alignTo,
}: {
  request: RequestRecord
  classes: ReturnType<typeof occurringClasses>
  alignTo: number
}) {
  const t = useTranslations('requests')
  const format = useFormatter()
  const latency = request.latencyMs === null ? '–' : format.number(request.latencyMs)
  return (
    <Tr data-testid="request" title={showId('req', request.id)}>
      <Td className="whitespace-nowrap text-muted-foreground tabular-nums max-md:hidden">
        <Time at={request.startedAt} />
      </Td>
      <Td className="max-md:py-2 max-md:pl-4">
        <span className="block max-w-64 truncate font-mono">{request.model}</span>
        <span className="flex flex-wrap items-center gap-x-2 text-muted-foreground md:hidden">
          <Time at={request.startedAt} />
          {request.status === 'succeeded' ? null : <RequestStatus status={request.status} />}
        </span>
        <span className="md:hidden">
          <Failure code={request.errorCode} />
        </span>
      </Td>
      <Td className="max-md:hidden">
        <RequestStatus status={request.status} />
        <Failure code={request.errorCode} />
      </Td>
      {classes.map((name) => (
        <Td key={name} numeric className="max-md:hidden" data-class={name}>
          {format.number(request.tokens[name])}
        </Td>
      ))}
      <Td numeric className="max-md:pr-4">
        {request.estimated ? <span title={t('estimated')}>≈&thinsp;</span> : null}
        <Money nanos={request.chargeNanos} as="charge" alignTo={alignTo} />
        <span className="block text-muted-foreground md:hidden">
          {t('inAndOut', { input: format.number(request.tokens.input), output: format.number(request.tokens.output) })}
        </span>
      </Td>
      <Td numeric className="max-md:hidden">
        {latency}
      </Td>
    </Tr>
  )
}

/** Why it failed, in the words of its error code. */
function Failure({ code }: { code: string | null }) {
  const t = useTranslations('errors')
  const key = code as Parameters<typeof t>[0]
  if (code === null || !t.has(key)) return null
  return (
    <span className="mt-0.5 block max-w-64 text-muted-foreground" title={code}>
      {t(key)}
    </span>
  )
}
