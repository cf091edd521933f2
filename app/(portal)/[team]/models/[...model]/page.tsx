import { ArrowLeft, MessagesSquare } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { listUsage } from '#lib/portal/usage/list-usage'
import { env } from '#lib/shared/env'
import { Badge } from '#ui/badge'
import { Button } from '#ui/button'
import { Card, CardBody, CardHead } from '#ui/card'
import { CopyButton } from '#ui/copy-button'
import { ClientSnippets } from '../../../../_snippets/client-snippets'
import { FactsCard } from '../_components/facts-card'
import { PriceCard } from '../_components/price-card'
import { UseCard } from '../_components/use-card'
import { requireModel } from './require-model'

type Params = Promise<{ team: string; model: string[] }>

const monthMs = 30 * 86_400_000

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { team, model } = await params
  return { title: (await requireModel(team, model.join('/'))).model.name }
}

export default async function ModelPage({ params }: { params: Params }) {
  const { team: shownId, model: path } = await params
  const { actor, team, model } = await requireModel(shownId, path.join('/'))
  const now = Date.now()
  const [t, catalogue, use] = await Promise.all([
    getTranslations('modelPage'),
    getTranslations('catalogue'),
    listUsage(actor, { teamId: team.id, groupBy: 'model', model: model.name, from: new Date(now - monthMs), to: new Date(now) }),
  ])
  const query = new URLSearchParams({ model: model.name }).toString()
  return (
    <>
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <Link
            href={`/${shownId}/models`}
            className="inline-flex items-center gap-1 rounded-sm text-sm text-muted-foreground hover:text-foreground"
          >
            <ArrowLeft aria-hidden className="size-3.5" />
            {t('back')}
          </Link>
          <h1 className="mt-1 text-xl font-semibold break-words">{model.displayName}</h1>
          <p className="flex flex-wrap items-center gap-x-1">
            <code className="min-w-0 font-mono break-all text-muted-foreground">{model.name}</code>
            <CopyButton text={model.name} label={t('copy')} iconOnly />
            {model.available ? null : <Badge tone="warning">{catalogue('unavailable')}</Badge>}
          </p>
        </div>
        {model.available && memberMay('playground.use', team.role) ? (
          <Button asChild>
            <Link href={`/${shownId}/playground?${query}`}>
              <MessagesSquare aria-hidden />
              {t('try')}
            </Link>
          </Button>
        ) : null}
      </header>
      {model.available ? null : <p className="rounded border bg-warning-soft px-4 py-3 text-sm">{catalogue('unavailableText')}</p>}
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <div className="flex min-w-0 flex-col gap-5">
          <PriceCard price={model.price} />
          <Card>
            <CardHead title={t('code')} text={t('codeText')} />
            <CardBody>
              <ClientSnippets place={{ baseUrl: `${env().publicUrl}/api/v1`, model: model.name }} />
            </CardBody>
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <FactsCard model={model} />
          <UseCard use={use.items[0]} logsHref={`/${shownId}/logs?${query}`} />
        </div>
      </div>
    </>
  )
}
