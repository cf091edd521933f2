import 'server-only'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { Account } from '#lib/portal/accounts/account'
import { ensureAccount } from '#lib/portal/accounts/ensure-account'
import type { UserActor } from '#lib/portal/acting/actor'
import { listMyTeams } from '#lib/portal/teams/list-my-teams'
import type { MyTeam } from '#lib/portal/teams/team'
import { callerAddress } from './caller-address'
import { requireSession } from './current-session'

export interface SignedIn {
  account: Account
  actor: UserActor
  /** Oldest first; the first is the one their account began with. */
  teams: MyTeam[]
}

/** The account behind this request and its teams; the first page of a new account makes both. */
export const currentAccount = cache(async (): Promise<SignedIn> => {
  const session = await requireSession()
  const account = await ensureAccount({ ...session, address: await callerAddress() })
  const actor: UserActor = { kind: 'user', userId: session.userId }
  return { account, actor, teams: await listMyTeams(actor) }
})

/** As `currentAccount`; a disabled account is sent to where that is said. */
export async function requireAccount(): Promise<SignedIn> {
  const signedIn = await currentAccount()
  if (signedIn.account.disabled) redirect('/start')
  return signedIn
}
