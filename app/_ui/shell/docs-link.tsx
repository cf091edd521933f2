import { BookOpen } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from '../cn'
import { railLinkClass, restingClass } from './looks'

/** The reference of the management API, which every installation serves itself. */
export const docsHref = '/api/manage/v1/openapi.json'

export function DocsLink() {
  const t = useTranslations('shell')
  return (
    <a href={docsHref} target="_blank" rel="noreferrer" title={t('docs')} className={cn(railLinkClass, restingClass)}>
      <BookOpen aria-hidden />
      <span className="truncate narrow:sr-only">{t('docs')}</span>
    </a>
  )
}
