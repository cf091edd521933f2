import { Ban, CircleCheck, Shield } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { User } from '#lib/portal/users/user'
import { Badge } from '#ui/badge'

export function UserBadges({ user }: { user: User }) {
  const t = useTranslations('users')
  return (
    <span className="inline-flex flex-wrap gap-1">
      {user.disabledAt ? (
        <Badge tone="destructive" icon={Ban}>
          {t('standings.disabled')}
        </Badge>
      ) : (
        <Badge tone="success" icon={CircleCheck}>
          {t('standings.active')}
        </Badge>
      )}
      {user.operatorRole ? <Badge icon={Shield}>{t('operatorAs', { role: t(`operatorRoles.${user.operatorRole}`) })}</Badge> : null}
    </span>
  )
}
