import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { openInviteLink } from '#lib/portal/invites/invite-limits'
import { readInvite } from '#lib/portal/invites/read-invite'
import { readBrand } from '#lib/portal/settings/read-brand'
import { showId } from '#lib/shared/ids'
import { buttonClass } from '#ui/button'
import { ClientMessages } from '#ui/client-messages'
import { callerAddress } from '../../../_auth/caller-address'
import { knownAccount } from '../../../_auth/current-account'
import { signInPath } from '../../../_auth/next-path'
import { AcceptForm } from '../../_components/accept-form'
import { SwitchAccount } from '../../_components/switch-account'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('invite')
  // The address holds a secret.
  return { title: t('accept'), referrer: 'no-referrer', robots: { index: false } }
}

/** Where the link of an invite leads: to joining, to signing in first, or to a word why it no longer works. */
export default async function InvitePage({ params }: { params: Promise<{ secret: string }> }) {
  const { secret } = await params
  const t = await getTranslations()
  if (!(await openInviteLink(await callerAddress())).allowed)
    return <Ended title={t('invite.endedTitle')} text={t('errors.rate_limited')} />
  const [invite, signedIn, { name: brand }] = await Promise.all([readInvite(secret), knownAccount(), readBrand()])
  if (!invite) return <Ended title={t('invite.noneTitle')} text={t('invite.none')} />
  const { team, email, state } = invite
  if (signedIn?.teams.some(({ id }) => id === invite.teamId)) {
    return (
      <>
        <Ended title={t('invite.title', { team })} text={t('invite.member', { team })} />
        <Link href={`/${showId('team', invite.teamId)}`} className={buttonClass('primary', 'md', 'mt-6 w-full')}>
          {t('invite.open')}
        </Link>
      </>
    )
  }
  if (state === 'suspended') return <Ended title={t('invite.suspendedTitle')} text={t('invite.suspended')} />
  if (state !== 'open') return <Ended title={t('invite.endedTitle')} text={t(`invite.${state}`)} />
  const own = signedIn?.account.email.toLowerCase() === email
  const here = `/invites/${secret}`
  return (
    <>
      <h1 className="text-xl font-semibold break-words">{t('invite.title', { team })}</h1>
      <p className="mt-1 break-words text-muted-foreground">{t('invite.text', { team, brand, role: t(`team.roles.${invite.role}`) })}</p>
      {signedIn && own ? (
        <ClientMessages of={['invite']}>
          <p className="mt-4 break-words">{t('invite.signedInAs', { email })}</p>
          <AcceptForm secret={secret} />
        </ClientMessages>
      ) : signedIn ? (
        <>
          <p className="mt-4 break-words">{t('invite.other', { email, present: signedIn.account.email })}</p>
          <SwitchAccount next={here} />
        </>
      ) : (
        <>
          <p className="mt-4 break-words">{t('invite.forAddress', { email })}</p>
          <div className="mt-6 flex flex-col gap-2">
            <Link href={signInPath(here)} className={buttonClass('primary')}>
              {t('auth.signIn')}
            </Link>
            <Link href={`/sign-up?next=${encodeURIComponent(here)}`} className={buttonClass('secondary')}>
              {t('auth.signUp')}
            </Link>
          </div>
        </>
      )}
    </>
  )
}

function Ended({ title, text }: { title: string; text: string }) {
  return (
    <>
      <h1 className="text-xl font-semibold break-words">{title}</h1>
      <p className="mt-1 break-words text-muted-foreground">{text}</p>
    </>
  )
}
