import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { isLocale, preferredLocale } from './locales'

const messagesOf = {
  en: () => import('../messages/en/index'),
  zh: () => import('../messages/zh/index'),
}

export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const chosen = jar.get('locale')?.value
  const locale = isLocale(chosen) ? chosen : preferredLocale(head.get('accept-language'))
  return {
    locale,
    messages: (await messagesOf[locale]()).default,
    timeZone: validTimeZone(jar.get('tz')?.value),
  }
})

/** The zone the browser reported, or UTC until it has. */
function validTimeZone(zone: string | undefined): string {
  if (zone === undefined) return 'UTC'
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}
