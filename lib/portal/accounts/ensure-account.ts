import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import { creditTeam } from '#lib/ledger/credit-team'
import type { Account } from '#lib/portal/accounts/account'
import { describeActor, systemActor, type UserActor } from '#lib/portal/acting/actor'
import { operatorRoles } from '#lib/portal/acting/permissions'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { signUpReference } from '#lib/portal/credits/sign-up-credit'
import { maySignUp } from '#lib/portal/settings/sign-up'
import { isTimeZone } from '#lib/portal/teams/check-team-input'
import { insertTeam } from '#lib/portal/teams/insert-team'
import { asPortal, type RoleTransaction } from '#lib/shared/database/as-role'
import type { CoreUsers } from '#lib/shared/database/types'
import { env } from '#lib/shared/env'
import { TollgateError } from '#lib/shared/errors'
import { parseUsd } from '#lib/shared/money'

export interface EnsureAccountInput {
  /** The auth server's id; it has verified both. */
  userId: string
  email: string
  address?: string | null
  /** The browser's time zone, for the first team; an unknown one counts as none. */
  timeZone?: string | undefined
  /** The language the person has chosen, for their mails; an unknown one counts as none. */
  locale?: string | undefined
  /** When the token was issued. */
  issuedAt?: Date
  /** Whether the session has shown a second factor; who has no session to show it in has none to show. */
  twoFactors?: boolean
  /**
   * Asks the auth server for the present address; null when the session has ended, or lacks the account's second factor. A
   * token names the address of when it was issued, so an older one must not undo a change, nor outlive its session.
   */
  emailNow?: () => Promise<string | null>
}

const columns = ['id', 'email', 'display_name', 'operator_role', 'disabled_at', 'sessions_ended_at', 'locale'] as const

/** The auth server's clock may differ from the database's, and tokens tell whole seconds. */
const clockSlackMs = 10_000

/**
 * The account behind a session. The first visit makes it, with a team of its own and the sign-up credit; later
 * visits only read, and two first visits at once make one account.
 * @throws TollgateError `unauthenticated` when the session has ended or lacks the account's second factor; `forbidden` where the rule of who may sign up says so
 */
export async function ensureAccount(input: EnsureAccountInput): Promise<Account> {
  const known = await asPortal((transaction) =>
    transaction
      .selectFrom('core.users')
      .select(columns)
      .select(sql<boolean | null>`core.has_second_factor(id)`.as('has_second_factor'))
      .where('id', '=', input.userId)
      .executeTakeFirst(),
  )
  const factorShown = input.twoFactors !== false || known?.has_second_factor === false
  if (known && hasAddress(known, input.email) && !mayHaveEnded(known, input.issuedAt) && factorShown) {
    await keepLocale(known, input.locale)
    return toAccount(known)
  }
  const email = input.emailNow ? await input.emailNow() : input.email
  if (email === null) throw new TollgateError('unauthenticated')
  return known && hasAddress(known, email) ? toAccount(known) : takeAddress({ ...input, email }, known)
}

type KnownUser = Pick<Selectable<CoreUsers>, (typeof columns)[number]>

/** Written only when it changes. */
async function keepLocale(known: KnownUser, locale: string | undefined): Promise<void> {
  if ((locale !== 'en' && locale !== 'zh') || locale === known.locale) return
  await asPortal((transaction) => transaction.updateTable('core.users').set({ locale }).where('id', '=', known.id).execute())
}

function hasAddress(known: KnownUser, email: string): boolean {
  return known.email.toLowerCase() === email.toLowerCase()
}

/** A token without a time comes from who has no session to lose: the seed, a test. */
function mayHaveEnded({ sessions_ended_at: endedAt }: KnownUser, issuedAt: Date | undefined): boolean {
  return endedAt !== null && issuedAt !== undefined && issuedAt.getTime() < endedAt.getTime() + clockSlackMs
}

function takeAddress(input: EnsureAccountInput, known: KnownUser | undefined): Promise<Account> {
  const { email } = input
  return asPortal(async (transaction) => {
    if (!known && !(await maySignUp(transaction, email))) throw signUpClosed()
    await freeAddress(transaction, input)
    const { made, ...row } = await transaction
      .insertInto('core.users')
      .values({ id: input.userId, email, locale: input.locale === 'en' || input.locale === 'zh' ? input.locale : null })
      .onConflict((conflict) => conflict.column('id').doUpdateSet((row) => ({ email: row.ref('excluded.email') })))
      .returning([...columns, sql<boolean>`xmax = 0`.as('made')])
      .executeTakeFirstOrThrow()
    const actor: UserActor = { kind: 'user', userId: input.userId, address: input.address }
    await writeAudit(transaction, actor, {
      teamId: null,
      action: made ? 'account.open' : 'account.change_address',
      targetKind: 'user',
      targetId: input.userId,
      before: known && { email: known.email },
      after: { email },
    })
    if (made) await openFirstTeam(transaction, actor, input)
    return toAccount(row)
  })
}

function signUpClosed(): TollgateError {
  return new TollgateError('forbidden', { details: { reason: 'sign_up_closed' }, message: 'Nobody may sign up with this address.' })
}

/** An address belongs to whom the auth server says holds it now; an older account that still shows it is out of date. */
async function freeAddress(transaction: RoleTransaction, { userId, email }: EnsureAccountInput): Promise<void> {
  const displaced = await transaction
    .updateTable('core.users')
    .set({ email: sql`id || '@replaced.invalid'` })
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .where('id', '<>', userId)
    .returning(['id', 'email'])
    .execute()
  for (const { id, email: placeholder } of displaced) {
    await writeAudit(transaction, systemActor, {
      teamId: null,
      action: 'account.lose_address',
      targetKind: 'user',
      targetId: id,
      before: { email },
      after: { email: placeholder },
    })
  }
}

async function openFirstTeam(transaction: RoleTransaction, actor: UserActor, { email, timeZone }: EnsureAccountInput): Promise<void> {
  const name = email.split('@')[0]?.slice(0, 100) || 'team'
  const knownZone = timeZone !== undefined && (await isTimeZone(transaction, timeZone)) ? timeZone : undefined
  const team = await insertTeam(transaction, actor, { name, timeZone: knownZone, ownerId: actor.userId })
  const amountNanos = parseUsd(env().signupCreditUsd)
  if (amountNanos === 0n) return
  const outcome = await creditTeam(transaction, {
    teamId: team.id,
    amountNanos,
    reference: signUpReference,
    reason: 'Sign-up credit',
    actor: describeActor(systemActor),
    source: 'signup_grants',
  })
  if (outcome.outcome !== 'created') throw new Error(`sign-up credit was answered ${outcome.outcome}`)
}

function toAccount(row: KnownUser): Account {
  return {
    userId: row.id,
    email: row.email,
    displayName: row.display_name,
    operatorRole: operatorRoles.find((role) => role === row.operator_role) ?? null,
    disabled: row.disabled_at !== null,
  }
}
