import { useTranslations } from 'next-intl'
import type { ChannelFailure } from '#lib/portal/channels/channel-standing'
import { showId } from '#lib/shared/ids'
import { Badge } from '#ui/badge'
import { Card, CardHead } from '#ui/card'
import { CopyButton } from '#ui/copy-button'
import { EmptyState } from '#ui/empty-state'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'

/** The latest tries that failed here by no fault of the caller. */
export function FailuresCard({ failures }: { failures: readonly ChannelFailure[] }) {
  const t = useTranslations()
  const words = (code: string) => {
    const key = `errors.${code}` as Parameters<typeof t>[0]
    return t.has(key) ? t(key) : code
  }
  return (
    <Card id="failures">
      <CardHead id="failures" title={t('channels.failures')} text={t('channels.failuresText')} />
      {failures.length === 0 ? (
        <EmptyState title={t('channels.noTrouble')} text={t('channels.noFailuresText')} />
      ) : (
        <Table label={t('channels.failures')}>
          <TableHead>
            <Th>{t('channels.when')}</Th>
            <Th>{t('channels.what')}</Th>
            <Th>{t('channels.testModel')}</Th>
            <Th>{t('channels.request')}</Th>
          </TableHead>
          <tbody>
            {failures.map((failure) => (
              <Tr key={failure.requestId + failure.code}>
                <Td className="whitespace-nowrap tabular-nums">
                  <Time at={failure.at} />
                </Td>
                <Td>
                  <span className="block">
                    {failure.httpStatus === null ? null : <span className="tabular-nums">{failure.httpStatus} </span>}
                    {words(failure.code)}
                  </span>
                  {failure.recovered ? <Badge tone="warning">{t('channels.recovered')}</Badge> : null}
                </Td>
                <Td className="font-mono">{failure.model}</Td>
                <Td>
                  <span className="flex items-center gap-1">
                    <code className="font-mono text-muted-foreground">{showId('req', failure.requestId).slice(-6)}</code>
                    <CopyButton text={showId('req', failure.requestId)} label={t('ui.copyRequestId')} iconOnly />
                  </span>
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}
