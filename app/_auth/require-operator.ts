import 'server-only'
import { notFound } from 'next/navigation'
import { type Act, type OperatorRole, operatorMay } from '#lib/portal/acting/permissions'
import { requireAccount, type SignedIn } from './current-account'

/** The operator behind this request, who may do all of `acts`; to everyone else the area does not exist. */
export async function requireOperator(...acts: readonly Act[]): Promise<SignedIn & { role: OperatorRole }> {
  const signedIn = await requireAccount()
  const role = signedIn.account.operatorRole
  return role && acts.every((act) => operatorMay(act, role)) ? { ...signedIn, role } : notFound()
}
