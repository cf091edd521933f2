import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { buttonClass } from '#ui/button'

/** Out of a search that found nothing: the list without search and filters. */
export function ShowAll({ href }: { href: string }) {
  const t = useTranslations('table')
  return (
    <Link href={href} className={buttonClass('secondary', 'sm')}>
      {t('showAll')}
    </Link>
  )
}
