import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { RequestRecord } from '#lib/portal/requests/request-row'
import { showId } from '#lib/shared/ids'
import { Card, CardHead } from '#ui/card'
import { CopyButton } from '#ui/copy-button'
import { EmptyState } from '#ui/empty-state'
import { Money, widestCharge } from '#ui/money'
import { RequestStatus } from '#ui/request-status'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'

interface TeamRequestsProps {
  /** The shown id. */
  team: string
  requests: readonly RequestRecord[]
}

/** On a phone a request is one cell and its charge; what else there is stands on its own page. */
const wide = 'max-md:hidden'

/** A team's latest requests, with what each brought and cost; each opens. */
export function TeamRequests({ team, requests }: TeamRequestsProps) {
  const t = useTranslations()
  const format = useFormatter()
  const alignTo = widestCharge(requests.flatMap((request) => [request.chargeNanos, request.internals?.costNanos ?? 0n]))
  return (
    <Card id="requests">
      <CardHead id="requests" title={t('teams.requests')} text={t('teams.requestsText')} />
      {requests.length === 0 ? (
        <EmptyState title={t('teams.noRequests')} text={t('teams.noRequestsText')} />
      ) : (
        <Table label={t('teams.requests')}>
          <TableHead>
            <Th>{t('teams.when')}</Th>
            <Th className={wide}>{t('teams.model')}</Th>
            <Th className={wide}>{t('teams.status')}</Th>
            <Th numeric className={wide}>
              {t('teams.latency')}
            </Th>
            <Th numeric>{t('teams.charge')}</Th>
            <Th numeric className={wide}>
              {t('teams.cost')}
            </Th>
            <Th className="w-10">
              <span className="sr-only">{t('ui.copyRequestId')}</span>
            </Th>
          </TableHead>
          <tbody>
            {requests.map((request) => (
              <Tr key={request.id} data-testid="team-request">
                <Td className="whitespace-nowrap tabular-nums max-md:w-full max-md:max-w-0 max-md:py-2">
                  <Link href={`/admin/teams/${team}/requests/${showId('req', request.id)}`} prefetch={false} className="hover:underline">
                    <Time at={request.startedAt} />
                  </Link>
                  <span className="block truncate font-mono text-muted-foreground md:hidden">{request.model}</span>
                  <span className="md:hidden">
                    <RequestStatus status={request.status} />
                  </span>
                </Td>
                <Td className={`max-w-48 truncate font-mono ${wide}`} title={request.model}>
                  {request.model}
                </Td>
                <Td className={wide}>
                  <RequestStatus status={request.status} />
                </Td>
                <Td numeric className={wide}>
                  {request.latencyMs === null ? '–' : format.number(request.latencyMs)}
                </Td>
                <Td numeric>
                  <Money nanos={request.chargeNanos} as="charge" alignTo={alignTo} />
                </Td>
                <Td numeric className={wide}>
                  <Money nanos={request.internals?.costNanos ?? 0n} as="charge" alignTo={alignTo} />
                </Td>
                <Td>
                  <CopyButton text={showId('req', request.id)} label={t('ui.copyRequestId')} iconOnly />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}
