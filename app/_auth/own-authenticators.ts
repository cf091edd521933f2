import 'server-only'
import { authenticatorsOf } from './check-code'
import { askSession } from './current-session'
import { signInOffer } from './sign-in-offer'

export interface Authenticator {
  id: string
  name: string
  addedAt: Date
}

/** The reader's authenticator apps, those added first first; null where the auth server knows no second factors. */
export async function ownAuthenticators(): Promise<Authenticator[] | null> {
  if (!(await signInOffer()).secondFactor) return null
  const asked = await askSession()
  const factors = asked ? authenticatorsOf(asked.user) : []
  return factors
    .map((factor) => ({ id: factor.id, name: factor.friendly_name ?? '', addedAt: new Date(factor.created_at) }))
    .toSorted((one, other) => one.addedAt.getTime() - other.addedAt.getTime())
}
