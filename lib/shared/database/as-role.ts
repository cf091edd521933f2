import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import { portalPool } from '#lib/shared/database/pools'
import type { Database } from '#lib/shared/database/types'
import { processState } from '#lib/shared/process-state'

/** A transaction under one named role. */
export type RoleTransaction = Transaction<Database>

/** Who the row-level security policies see; the auth server has verified it. */
export interface MemberClaims {
  userId: string
}

function database(): Kysely<Database> {
  return processState('portal-database', () => new Kysely<Database>({ dialect: new PostgresDialect({ pool: async () => portalPool() }) }))
}

/** Reads as the signed-in user: role `authenticated`, every row under row-level security. */
export function asMember<T>(claims: MemberClaims, work: (transaction: RoleTransaction) => Promise<T>): Promise<T> {
  const jwtClaims = JSON.stringify({ sub: claims.userId, role: 'authenticated' })
  return database()
    .transaction()
    .setAccessMode('read only')
    .execute(async (transaction) => {
      await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${jwtClaims}, true)`.execute(transaction)
      return work(transaction)
    })
}

/** Runs a server verb as `portal`: it checks permission, changes and audits in this one transaction. */
export function asPortal<T>(work: (transaction: RoleTransaction) => Promise<T>): Promise<T> {
  return database()
    .transaction()
    .execute(async (transaction) => {
      await sql`select set_config('role', 'portal', true)`.execute(transaction)
      return work(transaction)
    })
}
