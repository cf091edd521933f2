import { CircleCheck } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ChannelOverview } from '#lib/portal/channels/list-channel-overviews'
import { showId } from '#lib/shared/ids'
import { Card, CardHead } from '#ui/card'
import { ChannelStateBadge } from '../../channels/_components/channel-state-badge'
import { LastTrouble } from '../../channels/_components/last-trouble'

/** Channels that want looking after, or that none does. */
export function TroubleCard({ channels, now }: { channels: readonly ChannelOverview[]; now: Date }) {
  const t = useTranslations('operatorHome')
  if (channels.length === 0) {
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
