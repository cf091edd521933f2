import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { CatalogueModel } from '#lib/portal/models/read-catalogue'
import { Badge } from '#ui/badge'
import { CopyButton } from '#ui/copy-button'
import { Money, widestCharge } from '#ui/money'
import { SortTh } from '#ui/sort-th'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { useCatalogueNames } from './catalogue-names'

interface CatalogueTableProps {
  models: readonly CatalogueModel[]
  /** Where a model's own page is; none on the public list. */
  hrefOf?: (name: string) => string
}

/** On a phone the name needs the room, and the sentence above says the unit. */
const tight = 'max-md:px-1.5'
/** The last one in view there stands at the card's own margin. */
const lastInView = 'max-md:pl-1.5 max-md:pr-4'
const unit = (words: ReactNode) => <span className="max-md:hidden">{words}</span>

/** Models with what a million tokens cost. */
export function CatalogueTable({ models, hrefOf }: CatalogueTableProps) {
  const t = useTranslations('catalogue')
  const format = useFormatter()
  const rates = (name: 'input' | 'output' | 'cacheRead') => models.map(({ price }) => price.rates[name] ?? 0n)
  const align = { input: widestCharge(rates('input')), output: widestCharge(rates('output')), cacheRead: widestCharge(rates('cacheRead')) }
  return (
    <Table label={t('title')}>
      <TableHead>
        <SortTh name="name" initial="ascending">
          {t('name')}
        </SortTh>
        <SortTh name="context" numeric className="max-md:hidden">
          {t('context')}
        </SortTh>
        <SortTh name="input" numeric className={tight}>
          <span>{t.rich('input', { unit })}</span>
        </SortTh>
        <SortTh name="output" numeric className={lastInView}>
          <span>{t.rich('output', { unit })}</span>
        </SortTh>
        <Th numeric className="max-lg:hidden">
          {t('cacheRead')}
        </Th>
      </TableHead>
      <tbody>
        {models.map((model) => (
          <Tr key={model.name} data-testid="model">
            <Td className="w-full max-w-0 min-w-32 py-2">
              <ModelName model={model} href={hrefOf?.(model.name)} />
            </Td>
            <Td numeric className="max-md:hidden">
              {model.contextLength === null ? <Unknown /> : format.number(model.contextLength)}
            </Td>
            <Td numeric className={tight}>
              <Money nanos={model.price.rates.input} as="charge" alignTo={align.input} />
            </Td>
            <Td numeric className={lastInView}>
              <Money nanos={model.price.rates.output} as="charge" alignTo={align.output} />
            </Td>
            <Td numeric className="max-lg:hidden">
              {model.price.rates.cacheRead === null ? (
                <Unknown />
              ) : (
                <Money nanos={model.price.rates.cacheRead} as="charge" alignTo={align.cacheRead} />
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** The name to send, and beneath it who made the model and what it can do. */
function ModelName({ model, href }: { model: CatalogueModel; href: string | undefined }) {
  const t = useTranslations('catalogue')
  const names = useCatalogueNames()
  const name = <span className="font-mono md:truncate max-md:break-all">{model.name}</span>
  return (
    <div className="flex items-center justify-between gap-1">
      <div className="min-w-0">
        <div className="flex min-w-0" title={model.name}>
          {href === undefined ? (
            name
          ) : (
            <Link href={href} prefetch={false} className="flex min-w-0 rounded-sm font-medium hover:underline">
              {name}
            </Link>
          )}
        </div>
        <p className="text-xs text-muted-foreground md:truncate">
          {[model.vendor, ...model.capabilities.map(names.capability)].filter(Boolean).join(' · ')}
        </p>
        <Marks model={model} />
      </div>
      <span className="opacity-60 transition-opacity focus-within:opacity-100 hover:opacity-100 max-md:hidden">
        <CopyButton text={model.name} label={t('copy', { name: model.name })} iconOnly />
      </span>
    </div>
  )
}

/** What the two prices beside it do not say. */
function Marks({ model: { available, price } }: { model: CatalogueModel }) {
  const t = useTranslations('catalogue')
  const format = useFormatter()
  const [tier] = price.tiers
  if (available && !tier && !price.requestNanos) return null
  return (
    <p className="mt-1 flex flex-wrap gap-1">
      {available ? null : (
        <span title={t('unavailableText')}>
          <Badge tone="warning">{t('unavailable')}</Badge>
        </span>
      )}
      {tier ? <Badge>{t('tiered', { tokens: format.number(tier.aboveInputTokens) })}</Badge> : null}
      {price.requestNanos ? (
        <Badge>{t.rich('perRequest', { price: () => <Money nanos={price.requestNanos ?? 0n} as="charge" /> })}</Badge>
      ) : null}
    </p>
  )
}

function Unknown() {
  const t = useTranslations('catalogue')
  return (
    <span className="text-muted-foreground" title={t('unknown')}>
      –
    </span>
  )
}
