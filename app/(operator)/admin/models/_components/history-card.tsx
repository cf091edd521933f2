import { getTranslations } from 'next-intl/server'
import type { PriceHistoryLine } from '#lib/portal/prices/list-price-history'
import { readBrand } from '#lib/portal/settings/read-brand'
import { Badge } from '#ui/badge'
import { Card, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { Money } from '#ui/money'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'

/** Every version of a model's prices: when, by whom, for whom. */
export async function HistoryCard({ versions }: { versions: readonly PriceHistoryLine[] }) {
  const [t, { name: brand }] = await Promise.all([getTranslations(), readBrand()])
  return (
    <Card id="history">
      <CardHead id="history" title={t('models.history')} text={t('models.historyText')} />
      {versions.length === 0 ? (
        <EmptyState title={t('models.unpriced')} text={t('models.noHistory')} />
      ) : (
        <Table label={t('models.history')}>
          <TableHead>
            <Th>{t('models.when')}</Th>
            <Th className="max-md:hidden">{t('models.who')}</Th>
            <Th>{t('models.slot')}</Th>
            <Th numeric className="max-md:hidden">
              {t('models.input')}
            </Th>
            <Th numeric className="max-md:hidden">
              {t('models.output')}
            </Th>
            <Th className="max-md:hidden">{t('models.source')}</Th>
          </TableHead>
          <tbody>
            {versions.map((version) => (
              <Tr key={version.id} data-testid="price-version">
                <Td className="tabular-nums md:whitespace-nowrap">
                  <Time at={version.createdAt} />
                </Td>
                <Td className="max-w-48 truncate max-md:hidden">{version.madeBy ?? t('models.system', { brand })}</Td>
                <Td>
                  {t(`priceKind.${version.kind}`)}{' '}
                  <code className="font-mono">{version.customerGroup ?? version.channelName ?? t('models.allChannels')}</code>{' '}
                  {version.current ? <Badge tone="success">{t('models.current')}</Badge> : null}
                  {version.values ? (
                    <span className="block text-muted-foreground md:hidden">
                      {t('models.inOut')} <Money nanos={version.values.rates.input} as="charge" /> /{' '}
                      <Money nanos={version.values.rates.output} as="charge" />
                    </span>
                  ) : null}
                </Td>
                <Td numeric className="max-md:hidden">
                  {version.values ? <Money nanos={version.values.rates.input} as="charge" /> : '–'}
                </Td>
                <Td numeric className="max-md:hidden">
                  {version.values ? <Money nanos={version.values.rates.output} as="charge" /> : '–'}
                </Td>
                <Td className="max-md:hidden">
                  {version.values ? t(version.source === 'manual' ? 'models.setByHand' : 'models.imported') : t('models.withdrawn')}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}
