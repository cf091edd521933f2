import 'server-only'
import { hasPassword } from '#lib/portal/accounts/has-password'
import type { UserActor } from '#lib/portal/acting/actor'
import { askSession } from './current-session'

/** Whether the account has a password that can be asked for; whoever signs in by a provider alone has none. */
export async function asksPassword(actor: UserActor): Promise<boolean> {
  const known = await hasPassword(actor)
  if (known !== null) return known
  return (await askSession())?.user.identities?.some(({ provider }) => provider === 'email') ?? true
}
