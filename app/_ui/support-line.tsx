import { getTranslations } from 'next-intl/server'
import { readBrand } from '#lib/portal/settings/read-brand'

/** Where customers ask for help, as the operator set it; nothing where nothing is set. */
export async function SupportLine({ className }: { className?: string }) {
  const [t, { supportEmail, supportUrl }] = await Promise.all([getTranslations('brand'), readBrand()])
  const ways = [
    ...(supportUrl === null ? [] : [{ href: supportUrl, text: t('helpPage') }]),
    ...(supportEmail === null ? [] : [{ href: `mailto:${supportEmail}`, text: supportEmail }]),
  ]
  if (ways.length === 0) return null
  return (
    <p className={className}>
      {t('needHelp')}{' '}
      {ways.map(({ href, text }, index) => (
        <span key={href}>
          {index === 0 ? null : ' · '}
          <a href={href} className="break-words text-primary-text underline underline-offset-4">
            {text}
          </a>
        </span>
      ))}
    </p>
  )
}
