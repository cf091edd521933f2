import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { showId } from '#lib/shared/ids'
import { Button } from '#ui/button'
import { signOut } from '../../_auth/auth-actions'
import { currentAccount } from '../../_auth/current-account'

/** Where signing in ends: on to the reader's first team, or a word why there is none to go to. */
export default async function StartPage() {
  const { account, teams } = await currentAccount()
  const first = teams[0]
  if (first && !account.disabled) redirect(`/${showId('team', first.id)}`)
  if (account.operatorRole && !account.disabled) redirect('/admin')
  const t = await getTranslations()
  const reason = account.disabled ? 'disabled' : 'noTeam'
  return (
    <>
      <h1 className="text-xl font-semibold">{t(`start.${reason}.title`)}</h1>
      <p className="mt-1 mb-6 text-muted-foreground">{t(`start.${reason}.text`, { email: account.email })}</p>
      <form action={signOut}>
        <Button type="submit" variant="secondary">
          {t('auth.signOut')}
        </Button>
      </form>
    </>
  )
}
