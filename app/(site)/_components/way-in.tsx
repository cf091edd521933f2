import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'

/** What to do next: begin, come back, or, for who is here already, go in. */
export function WayIn({ signedIn }: { signedIn: boolean }) {
  const t = useTranslations()
  return (
    <div className="mt-6 flex flex-wrap gap-2">
      {signedIn ? (
        <Button asChild>
          <Link href="/start">{t('home.open')}</Link>
        </Button>
      ) : (
        <>
          <Button asChild>
            <Link href="/sign-up">{t('home.start')}</Link>
          </Button>
          <Button asChild variant="secondary">
            <Link href="/sign-in">{t('auth.signIn')}</Link>
          </Button>
        </>
      )}
    </div>
  )
}
