import { useTranslations } from 'next-intl'
import type { CreditState } from '#lib/portal/overview/judge-credit'
import { Notice } from '#ui/notice'
import { AskForCredit } from './ask-for-credit'

/** Said before requests are refused for want of credit, and while they are. */
export function CreditNotice({ state }: { state: CreditState }) {
  const t = useTranslations('balance')
  if (state === 'fine') return null
  return (
    <Notice>
      <p>
        <strong className="font-medium">{t(state === 'none' ? 'noneTitle' : 'lowTitle')}</strong>{' '}
        {t.rich(state === 'none' ? 'noneText' : 'lowText', { ask: () => <AskForCredit /> })}
      </p>
    </Notice>
  )
}
