import 'server-only'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { after } from 'next/server'
import { cache } from 'react'
import type { Account } from '#lib/portal/accounts/account'
import { ensureAccount } from '#lib/portal/accounts/ensure-account'
import { noteSessionUse } from '#lib/portal/accounts/note-session-use'
import type { UserActor } from '#lib/portal/acting/actor'
import { listMyTeams } from '#lib/portal/teams/list-my-teams'
import type { MyTeam } from '#lib/portal/teams/team'
import { TollgateError } from '#lib/shared/errors'
import { parseId } from '#lib/shared/ids'
import { teamCookieName } from './auth-cookies'
import { callerAddress } from './caller-address'
import { currentSession, currentSessionId, liveSession } from './current-session'
import { sendToSignIn } from './end-session'

export interface SignedIn {
  account: Account
  actor: UserActor
  /** Oldest first; the first is the one their account began with. */
  teams: MyTeam[]
}

/** The account behind this request and its teams; null for nobody, for whose session has ended, and for who lacks a second factor. */
export const knownAccount = cache(async (): Promise<SignedIn | null> => {
  const session = await currentSession()
  if (!session) return null
  const [address, jar] = await Promise.all([callerAddress(), cookies()])
  const emailNow = async () => (await liveSession())?.email ?? null
  const [timeZone, locale] = [jar.get('tz')?.value, jar.get('locale')?.value]
  const account = await ensureAccount({ ...session, address, timeZone, locale, emailNow }).catch((thrown: unknown) => {
    if (thrown instanceof TollgateError && thrown.details?.reason === 'sign_up_closed') redirect('/closed')
    const ended = thrown instanceof TollgateError && thrown.code === 'unauthenticated'
    return ended ? null : Promise.reject(thrown)
  })
  if (!account) return null
  const actor: UserActor = { kind: 'user', userId: session.userId }
  await noteUse(session.userId)
  return { account, actor, teams: await listMyTeams(actor) }
})

/** Behind the answer, which does not wait for it. */
async function noteUse(userId: string): Promise<void> {
  const [sessionId, head] = await Promise.all([currentSessionId(), headers()])
  if (sessionId === null) return
  const userAgent = head.get('user-agent')
  after(() => noteSessionUse({ sessionId, userId, userAgent }))
}

/** As `knownAccount`; who has none is sent to sign in. The first page of a new account makes it, with its first team. */
export async function currentAccount(): Promise<SignedIn> {
  return (await knownAccount()) ?? sendToSignIn()
}

/** The team a reader was last at, as long as they still belong to it; else their first. */
export async function lastTeam(teams: readonly MyTeam[]): Promise<MyTeam | undefined> {
  const remembered = parseId('team', (await cookies()).get(teamCookieName)?.value ?? '')
  return teams.find((team) => team.id === remembered) ?? teams[0]
}

/** As `currentAccount`; a disabled account is sent to where that is said. */
export async function requireAccount(): Promise<SignedIn> {
  const signedIn = await currentAccount()
  if (signedIn.account.disabled) redirect('/start')
  return signedIn
}
