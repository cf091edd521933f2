import { useTranslations } from 'next-intl'
import type { SignInProvider } from '#lib/shared/sign-in-providers'
import { buttonClass } from '#ui/button'
import { ProviderMark } from './provider-mark'

/** The other ways in, below the form; plain links, since a page fetched ahead would begin something. */
export function ProviderLinks({ providers, next }: { providers: readonly SignInProvider[]; next: string | null }) {
  const t = useTranslations('auth.provider')
  if (providers.length === 0) return null
  const query = next === null ? '' : `?next=${encodeURIComponent(next)}`
  return (
    <section aria-label={t('list')} className="mt-6">
      <p
        aria-hidden
        className="flex items-center gap-3 text-sm text-muted-foreground before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border"
      >
        {t('or')}
      </p>
      <ul className="mt-4 flex flex-col gap-2">
        {providers.map(({ id, name }) => (
          <li key={id}>
            <a href={`/auth/provider/${id}${query}`} rel="nofollow" className={buttonClass('secondary', 'md', 'w-full min-w-0')}>
              <ProviderMark id={id} />
              <span className="truncate">{t('continue', { name })}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
