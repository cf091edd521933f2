import { CircleCheck } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ChannelOverview } from '#lib/portal/channels/list-channel-overviews'
import { showId } from '#lib/shared/ids'
import { Card, CardHead } from '#ui/card'
import { ChannelStateBadge } from '../../channels/_components/channel-state-badge'
import { LastTrouble } from '../../channels/_components/last-trouble'
import { modelHref } from '../../models/_components/model-href'
import { ModelState } from '../../models/_components/model-state'

interface TroubleCardProps {
  channels: readonly ChannelOverview[]
  unservedModels: readonly string[]
  now: Date
}

const listedModels = 8

/** Channels and models that want looking after, or that none does. */
export function TroubleCard({ channels, unservedModels, now }: TroubleCardProps) {
  const t = useTranslations('operatorHome')
  if (channels.length === 0 && unservedModels.length === 0) {
    return (
      <p className="flex items-center gap-2 text-sm text-muted-foreground">
        <CircleCheck aria-hidden className="size-4 text-success" />
        {t('noTrouble')}
      </p>
    )
  }
  return (
    <Card id="trouble">
      <CardHead id="trouble" title={t('trouble')} text={t('troubleText')} />
      <ul className="divide-y">
        {unservedModels.slice(0, listedModels).map((model) => (
          <li
            key={model}
            data-testid="unserved-model"
            className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-2 text-sm max-md:px-4"
          >
            <Link href={modelHref(model)} className="min-w-0 flex-1 truncate font-mono hover:underline">
              {model}
            </Link>
            <span className="text-muted-foreground max-md:hidden">{t('unservedModel')}</span>
            <ModelState state="unserved" />
          </li>
        ))}
        {unservedModels.length > listedModels ? (
          <li className="px-5 py-2 text-sm max-md:px-4">
            <Link href="/admin/models?state=unserved" className="text-primary-text hover:underline">
              {t('moreUnserved', { count: unservedModels.length - listedModels })}
            </Link>
          </li>
        ) : null}
        {channels.map((channel) => (
          <li key={channel.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-2 text-sm max-md:px-4">
            <Link href={`/admin/channels/${showId('chan', channel.id)}`} className="min-w-0 flex-1 truncate font-medium hover:underline">
              {channel.name}
            </Link>
            <LastTrouble standing={channel.standing} state={channel.state} now={now} />
            <ChannelStateBadge state={channel.state} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
