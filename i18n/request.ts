import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { compileMessages } from './compile-messages'
import { isLocale, preferredLocale } from './locales'

// Once a process: whoever asks first waits for all, and the pages after share what came of it.
const messagesOf = {
  en: once(async () => compileMessages((await import('../messages/en/index')).default)),
  zh: once(async () => compileMessages((await import('../messages/zh/index')).default)),
}

export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const chosen = jar.get('locale')?.value
  const locale = isLocale(chosen) ? chosen : preferredLocale(head.get('accept-language'))
  return {
    locale,
    messages: await messagesOf[locale](),
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

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined
  return () => (made ??= make())
}
