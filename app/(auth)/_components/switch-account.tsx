import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { signOut } from '../../_auth/auth-actions'

/** Signs out, and in again with another account, back to where the reader is. */
export function SwitchAccount({ next, label }: { next: string; label?: string }) {
  const t = useTranslations('auth')
  return (
    <form action={signOut} className="mt-6">
      <input type="hidden" name="next" value={next} />
      <Button type="submit" variant="secondary" className="w-full">
        {label ?? t('signOut')}
      </Button>
    </form>
  )
}
