import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting, reading } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { isSuspended } from '#lib/portal/invites/is-suspended'
import { mostDomains, readDomain, type SignUpRule, signUpModes } from '#lib/portal/settings/sign-up-rule'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

const columns = ['sign_up', 'sign_up_domains'] as const

async function read(transaction: RoleTransaction): Promise<SignUpRule> {
  const row = await transaction.selectFrom('core.settings').select(columns).executeTakeFirstOrThrow()
  return { mode: signUpModes.find((mode) => mode === row.sign_up) ?? 'invite', domains: row.sign_up_domains }
}

/** The rule as it is now, for the pages of who has no account yet. */
export function readSignUpRule(): Promise<SignUpRule> {
  return asPortal(read)
}

/** The same, for operators. */
export function getSignUpRule(actor: Actor): Promise<SignUpRule> {
  return reading(actor, 'settings.read', null, read)
}

/** Whether the person with this address may make an account; joins the transaction that makes it. */
export async function maySignUp(transaction: RoleTransaction, email: string): Promise<boolean> {
  const { mode, domains } = await read(transaction)
  const address = email.trim().toLowerCase()
  if (mode === 'open' || (mode === 'domain' && domains.includes(address.split('@').at(-1) ?? ''))) return true
  const invited = await transaction
    .selectFrom('core.invites')
    .select('id')
    .where('email', '=', address)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .where((where) => where.not(isSuspended('core.invites')))
    .limit(1)
    .executeTakeFirst()
  return invited !== undefined
}

/** The same, asked before the auth server is. */
export function isSignUpOpenTo(email: string): Promise<boolean> {
  return asPortal((transaction) => maySignUp(transaction, email))
}

/** Changes what is given; whoever has an account keeps it. */
export function updateSignUpRule(actor: Actor, input: Partial<SignUpRule>, joined?: RoleTransaction): Promise<SignUpRule> {
  return acting(joined, async (transaction) => {
    await requirePermission(transaction, actor, 'settings.change', null)
    await transaction.selectFrom('core.settings').select('only_row').forUpdate().execute()
    const before = await read(transaction)
    const after = { mode: input.mode ?? before.mode, domains: input.domains === undefined ? before.domains : requireDomains(input.domains) }
    if (after.mode === 'domain' && after.domains.length === 0) throw invalid('sign_up_domains must name a domain where sign_up is domain.')
    await transaction
      .updateTable('core.settings')
      .set({ sign_up: after.mode, sign_up_domains: after.domains, updated_at: sql`now()` })
      .execute()
    await writeAudit(transaction, actor, {
      teamId: null,
      action: 'settings.change',
      targetKind: 'installation',
      targetId: 'settings',
      before: { sign_up: before.mode, sign_up_domains: before.domains },
      after: { sign_up: after.mode, sign_up_domains: after.domains },
    })
    return after
  })
}

function requireDomains(texts: readonly string[]): string[] {
  const domains = new Set(texts.map(readDomain))
  if (domains.size > mostDomains || domains.has(null))
    throw invalid(`sign_up_domains must be at most ${mostDomains} domains, such as example.com.`)
  return [...domains].filter((domain) => domain !== null)
}

function invalid(message: string): TollgateError {
  return new TollgateError('invalid_request', { param: 'sign_up_domains', message })
}
