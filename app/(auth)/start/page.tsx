import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { readBrand } from '#lib/portal/settings/read-brand'
import { showId } from '#lib/shared/ids'
import { buttonClass } from '#ui/button'
import { currentAccount, lastTeam } from '../../_auth/current-account'
import { SwitchAccount } from '../_components/switch-account'

/** Where signing in ends: an operator's home, the team they were last at, or a word why there is none to go to. */
export default async function StartPage() {
  const { account, teams } = await currentAccount()
  if (account.operatorRole && !account.disabled) redirect('/admin')
  const team = await lastTeam(teams)
  if (team && !account.disabled) redirect(`/${showId('team', team.id)}`)
  const [t, { name }] = await Promise.all([getTranslations(), readBrand()])
  const reason = account.disabled ? 'disabled' : 'noTeam'
  return (
    <>
      <h1 className="text-xl font-semibold">{t(`start.${reason}.title`)}</h1>
      <p className="mt-1 text-muted-foreground">{t(`start.${reason}.text`, { email: account.email, brand: name })}</p>
      {account.disabled ? null : (
        <Link href="/new-team" className={buttonClass('primary', 'md', 'mt-6 w-full')}>
          {t('start.newTeam')}
        </Link>
      )}
      <SwitchAccount />
    </>
  )
}
