import { Ban, CircleCheck, Clock, OctagonX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Badge } from './badge'

const looks = {
  active: { tone: 'success', icon: CircleCheck },
  disabled: { tone: 'neutral', icon: Ban },
  blocked: { tone: 'destructive', icon: OctagonX },
  expired: { tone: 'warning', icon: Clock },
} as const

export type KeyStatusName = keyof typeof looks

export function KeyStatus({ status }: { status: KeyStatusName }) {
  const t = useTranslations('keyStatus')
  return (
    <Badge tone={looks[status].tone} icon={looks[status].icon}>
      {t(status)}
    </Badge>
  )
}
