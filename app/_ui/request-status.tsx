import { Ban, CircleAlert, CircleCheck, CircleHelp, CircleX, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Badge } from './badge'

const looks = {
  succeeded: { tone: 'success', icon: CircleCheck },
  failed: { tone: 'destructive', icon: CircleX },
  aborted: { tone: 'neutral', icon: Ban },
  interrupted: { tone: 'warning', icon: CircleAlert },
  orphaned: { tone: 'neutral', icon: CircleHelp },
} as const satisfies Record<string, { tone: 'success' | 'destructive' | 'neutral' | 'warning'; icon: LucideIcon }>

export type RequestStatusName = keyof typeof looks

export function RequestStatus({ status }: { status: RequestStatusName }) {
  const t = useTranslations('requestStatus')
  return (
    <span title={t(`tips.${status}`)} className="inline-flex">
      <Badge tone={looks[status].tone} icon={looks[status].icon}>
        {t(status)}
      </Badge>
    </span>
  )
}
