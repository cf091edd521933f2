import { ChevronRight } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { operatorMay } from '#lib/portal/acting/permissions'
import { leastMargin } from '#lib/portal/models/model-margin'
import { listPriceHistory } from '#lib/portal/prices/list-price-history'
import type { PriceValues } from '#lib/portal/prices/price'
import { Card, CardBody, CardHead } from '#ui/card'
import { Money } from '#ui/money'
import { PageHead } from '#ui/page-head'
import { Stat, StatRow } from '#ui/stat'
import { showPercent, showUsd } from '../../../../_auth/form-fields'
import { HistoryCard } from '../_components/history-card'
import { Margin } from '../_components/margin'
import { ModelState, modelState } from '../_components/model-state'
import { noPrice, PriceFields, type PriceTexts } from '../_components/price-fields'
import { WithdrawPrice } from '../_components/withdraw-price'
import { nameOf, requireModel } from './require-model'

interface ModelPageProps {
  params: Promise<{ model: string[] }>
}

export async function generateMetadata({ params }: ModelPageProps): Promise<Metadata> {
  return { title: nameOf(await params) }
}

export default async function ModelPage({ params }: ModelPageProps) {
  const name = nameOf(await params)
  const { model, actor, role } = await requireModel(name)
  const [t, versions] = await Promise.all([getTranslations('models'), listPriceHistory(actor, name)])
  const mayPrice = operatorMay('price.change', role) && operatorMay('catalogue.change', role)
  const groups = versions.filter((version) => version.kind === 'sell' && version.current && version.values && version.customerGroup)
  const sold = groups.find((version) => version.customerGroup === 'default')
  const others = groups.filter((version) => version.customerGroup !== 'default')
  return (
    <>
      <PageHead
        title={<span className="font-mono">{name}</span>}
        text={model.vendor || undefined}
        act={
          <div className="flex items-center gap-3">
            <ModelState state={modelState(model)} />
            {mayPrice && sold ? <WithdrawPrice name={name} group="default" /> : null}
          </div>
        }
      />
      <StatRow>
        <Stat label={t('input')} value={model.sellPrice ? <Money nanos={model.sellPrice.rates.input} as="charge" /> : '–'} />
        <Stat label={t('output')} value={model.sellPrice ? <Money nanos={model.sellPrice.rates.output} as="charge" /> : '–'} />
        <Stat
          label={t('costInOut')}
          value={
            model.costPrice ? (
              <>
                <Money nanos={model.costPrice.rates.input} as="charge" /> / <Money nanos={model.costPrice.rates.output} as="charge" />
              </>
            ) : (
              '–'
            )
          }
        />
        <Stat label={t('margin')} value={<Margin margin={leastMargin(model)} />} sub={t('marginSub')} />
      </StatRow>
      {mayPrice ? (
        <>
          <Card id="price">
            <CardHead id="price" title={t('setTitle')} text={t('editText')} />
            <CardBody>
              <PriceFields
                key={sold?.id ?? 'none'}
                name={name}
                group="default"
                price={toTexts(sold?.values ?? null)}
                markup={showPercent(model.markupPpm)}
              />
            </CardBody>
          </Card>
          {others.map((version) => (
            <Card key={version.id} id={`group-${version.customerGroup}`}>
              <CardHead
                id={`group-${version.customerGroup}`}
                title={t('groupPrice', { group: version.customerGroup ?? '' })}
                act={<WithdrawPrice name={name} group={version.customerGroup ?? ''} />}
              />
              <CardBody>
                <PriceFields name={name} group={version.customerGroup} price={toTexts(version.values)} markup={null} />
              </CardBody>
            </Card>
          ))}
          <details className="group rounded border bg-card px-5 py-3 max-md:px-4">
            <summary className="flex cursor-pointer list-none items-center gap-1.5 rounded-sm font-medium [&::-webkit-details-marker]:hidden">
              <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform group-open:rotate-90" />
              {t('newGroup')}
            </summary>
            <div className="mt-4">
              <PriceFields name={name} group={null} price={noPrice} markup={null} />
            </div>
          </details>
        </>
      ) : null}
      <HistoryCard versions={versions} />
      <p className="text-sm">
        <Link href="/admin/models" className="text-primary-text hover:underline">
          {t('all')}
        </Link>
      </p>
    </>
  )
}

function toTexts(values: PriceValues | null): PriceTexts {
  if (!values) return noPrice
  const { rates } = values
  return {
    input: showUsd(rates.input),
    output: showUsd(rates.output),
    cacheRead: showUsd(rates.cacheRead),
    cacheWrite5m: showUsd(rates.cacheWrite5m),
    cacheWrite1h: showUsd(rates.cacheWrite1h),
    reasoning: showUsd(rates.reasoning),
    audioIn: showUsd(rates.audioIn),
    audioOut: showUsd(rates.audioOut),
    image: showUsd(rates.image),
    request: showUsd(values.requestNanos),
  }
}
