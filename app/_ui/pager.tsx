import { ChevronRight, ChevronsLeft } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { buttonClass } from './button'

/** The way on in a list that is read by cursor, and back to where it starts; nothing where all is shown. */
export function Pager({ nextHref, firstHref }: { nextHref: string | null; firstHref?: string | null }) {
  const t = useTranslations('table')
  if (nextHref === null && !firstHref) return null
  return (
    <nav aria-label={t('pages')} className="flex items-center justify-end gap-2 border-t px-5 py-2 max-md:px-4">
      {firstHref ? (
        <Link href={firstHref} className={buttonClass('ghost', 'sm')}>
          <ChevronsLeft aria-hidden />
          {t('first')}
        </Link>
      ) : null}
      {nextHref === null ? null : (
        <Link href={nextHref} className={buttonClass('secondary', 'sm')}>
          {t('next')}
          <ChevronRight aria-hidden />
        </Link>
      )}
    </nav>
  )
}
