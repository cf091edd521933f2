import { Ban, CircleCheck, CircleDashed, CircleX, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ChannelState } from '#lib/portal/channels/channel-standing'
import { Badge } from '#ui/badge'

const looks = {
  working: { tone: 'success', icon: CircleCheck },
  failing: { tone: 'destructive', icon: CircleX },
  idle: { tone: 'neutral', icon: CircleDashed },
  unready: { tone: 'warning', icon: TriangleAlert },
  disabled: { tone: 'neutral', icon: Ban },
} as const

export function ChannelStateBadge({ state }: { state: ChannelState }) {
  const t = useTranslations('channels')
  return (
    <Badge tone={looks[state].tone} icon={looks[state].icon}>
      {t(`states.${state}`)}
    </Badge>
  )
}
