import { useTranslations } from 'next-intl'
import type { Disabling } from '#lib/portal/teams/get-disabling'
import { Notice } from '#ui/notice'
import { Time } from '#ui/time'

/** Since when a team is switched off, by whom and why. */
export function DisabledNotice({ disabling: { at, by, reason } }: { disabling: Disabling }) {
  const t = useTranslations('teams')
  const when = () => <Time at={at} as="dated" />
  return (
    <Notice>
      <p>{by === null ? t.rich('disabledSince', { when }) : t.rich('disabledBy', { when, who: by })}</p>
      <p className="wrap-anywhere">{reason === null ? t('noReason') : t('disabledFor', { reason })}</p>
    </Notice>
  )
}
