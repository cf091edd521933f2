import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { buttonClass } from './button'

/** Says within the shell that there is no such page, and leads to one that is there. */
export function Missing({ area, href }: { area: 'team' | 'operator'; href: string }) {
  const t = useTranslations('notFound')
  return (
    <div className="flex flex-col items-start gap-4 py-[8vh]">
      <div>
        <h1 className="text-xl font-semibold">{t('title')}</h1>
        <p className="mt-1 max-w-prose text-muted-foreground">{t(area === 'team' ? 'text' : 'textOperator')}</p>
      </div>
      <Link href={href} className={buttonClass('secondary')}>
        {t(area === 'team' ? 'act' : 'actOperator')}
      </Link>
    </div>
  )
}
