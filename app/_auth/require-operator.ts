import 'server-only'
import { notFound } from 'next/navigation'
import type { OperatorRole } from '#lib/portal/acting/permissions'
import { requireAccount, type SignedIn } from './current-account'

/** The operator behind this request; to everyone else the area does not exist. */
export async function requireOperator(): Promise<SignedIn & { role: OperatorRole }> {
  const signedIn = await requireAccount()
  const role = signedIn.account.operatorRole
  return role ? { ...signedIn, role } : notFound()
}
