import { CircleAlert, CircleCheck } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { Model } from '#lib/portal/models/model'
import { Badge } from '#ui/badge'
import { Card, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { Money, widestCharge } from '#ui/money'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { showPercent, showUsd } from '../../../_auth/form-fields'
import { ImportPricesDialog } from './import-prices-dialog'
import { type PriceForm, SetPriceDialog } from './set-price-dialog'

interface ModelsCardProps {
  models: readonly Model[]
  /** Cursor of the next page, or null on the last one. */
  nextCursor: string | null
}

export function ModelsCard({ models, nextCursor }: ModelsCardProps) {
  const t = useTranslations('models')
  const widest = (name: keyof Alignment) => widestCharge(models.flatMap((model) => model.sellPrice?.rates[name] ?? []))
  const alignTo = { input: widest('input'), output: widest('output'), cacheRead: widest('cacheRead') }
  return (
    <Card id="models">
      <CardHead id="models" title={t('title')} text={t('text')} act={<ModelActs />} />
      {models.length === 0 ? (
        <EmptyState title={t('emptyTitle')} text={t('emptyText')} />
      ) : (
        <Table label={t('title')}>
          <TableHead>
            <Th>{t('model')}</Th>
            <Th className="max-md:hidden">{t('status')}</Th>
            <Th numeric className="max-md:hidden">
              {t('input')}
            </Th>
            <Th numeric className="max-md:hidden">
              {t('output')}
            </Th>
            <Th numeric className="max-md:hidden">
              {t('cacheRead')}
            </Th>
            <Th numeric className="max-md:hidden">
              {t('markup')}
            </Th>
            <Th className="w-10">
              <span className="sr-only">{t('acts')}</span>
            </Th>
          </TableHead>
          <tbody>
            {models.map((model) => (
              <ModelLine key={model.name} model={model} alignTo={alignTo} />
            ))}
          </tbody>
        </Table>
      )}
      {nextCursor ? (
        <p className="border-t px-5 py-2.5 max-md:px-4">
          <Link
            href={{ query: { models: nextCursor }, hash: 'models' }}
            className="font-medium text-primary-text underline-offset-4 hover:underline"
          >
            {t('nextPage')}
          </Link>
        </p>
      ) : null}
    </Card>
  )
}

function ModelActs() {
  return (
    <div className="flex flex-wrap gap-2">
      <ImportPricesDialog />
      <SetPriceDialog price={null} />
    </div>
  )
}

type Alignment = Record<'input' | 'output' | 'cacheRead', number>

function ModelLine({ model, alignTo }: { model: Model; alignTo: Alignment }) {
  const t = useTranslations('models')
  return (
    <Tr data-testid="model">
      <Td className="max-w-72 max-md:py-2">
        <span className="block truncate font-mono">{model.name}</span>
        {model.vendor ? <span className="block truncate text-muted-foreground max-md:hidden">{model.vendor}</span> : null}
        {model.sellPrice?.requestNanos ? (
          <span className="block text-muted-foreground">
            {t.rich('perRequest', { price: () => <Money nanos={model.sellPrice?.requestNanos ?? 0n} as="charge" /> })}
          </span>
        ) : null}
        <span className="block text-muted-foreground md:hidden">
          {model.sellPrice
            ? t.rich('inAndOut', {
                input: () => <Money nanos={model.sellPrice?.rates.input ?? 0n} as="charge" />,
                output: () => <Money nanos={model.sellPrice?.rates.output ?? 0n} as="charge" />,
              })
            : t('unpriced')}
        </span>
        {model.sellPrice && !model.served ? (
          <span className="mt-1 block md:hidden">
            <ModelState model={model} />
          </span>
        ) : null}
      </Td>
      <Td className="max-md:hidden">
        <ModelState model={model} />
      </Td>
      <PriceCell nanos={model.sellPrice?.rates.input} alignTo={alignTo.input} />
      <PriceCell nanos={model.sellPrice?.rates.output} alignTo={alignTo.output} />
      <PriceCell nanos={model.sellPrice?.rates.cacheRead} alignTo={alignTo.cacheRead} />
      <Td numeric className="max-md:hidden">
        {showPercent(model.markupPpm)}
      </Td>
      <Td className="text-right">
        <SetPriceDialog price={toPriceForm(model)} />
      </Td>
    </Tr>
  )
}

function ModelState({ model }: { model: Model }) {
  const t = useTranslations('models')
  if (model.sellPrice && model.served) {
    return (
      <Badge tone="success" icon={CircleCheck}>
        {t('sold')}
      </Badge>
    )
  }
  return (
    <span title={model.sellPrice ? t('unservedText') : undefined}>
      <Badge tone="warning" icon={CircleAlert}>
        {t(model.sellPrice ? 'unserved' : 'unpriced')}
      </Badge>
    </span>
  )
}

function PriceCell({ nanos, alignTo }: { nanos: bigint | null | undefined; alignTo: number }) {
  return (
    <Td numeric className="max-md:hidden">
      {nanos === null || nanos === undefined ? '–' : <Money nanos={nanos} as="charge" alignTo={alignTo} />}
    </Td>
  )
}

function toPriceForm(model: Model): PriceForm {
  const price = model.sellPrice
  return {
    name: model.name,
    input: showUsd(price?.rates.input ?? null),
    output: showUsd(price?.rates.output ?? null),
    cacheRead: showUsd(price?.rates.cacheRead ?? null),
    request: showUsd(price?.requestNanos ?? null),
    markupPercent: showPercent(model.markupPpm),
  }
}
