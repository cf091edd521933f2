import { useTranslations } from 'next-intl'
import { CopyButton } from '#ui/copy-button'

export function CopyRequestId({ id }: { id: string }) {
  const t = useTranslations('logs.panel')
  return <CopyButton text={id} label={t('copyId')} iconOnly />
}
