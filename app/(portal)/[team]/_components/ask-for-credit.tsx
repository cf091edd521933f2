import { getTranslations } from 'next-intl/server'
import { readBrand } from '#lib/portal/settings/read-brand'

/** How a team gets more credit: by asking, at the address that the operator set, or whoever runs the site. */
export async function AskForCredit() {
  const [t, { supportEmail, supportUrl }] = await Promise.all([getTranslations('balance'), readBrand()])
  const href = supportEmail === null ? supportUrl : `mailto:${supportEmail}`
  if (href === null) return <span>{t('askOperator')}</span>
  return (
    <span>
      {t.rich('askSupport', {
        way: () => (
          <a href={href} className="break-words text-primary-text underline underline-offset-4">
            {supportEmail ?? t('helpPage')}
          </a>
        ),
      })}
    </span>
  )
}
