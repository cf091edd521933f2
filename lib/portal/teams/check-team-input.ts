import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** An IANA time zone that the database knows, since it is the database that cuts days by it. */
export async function requireTimeZone(transaction: RoleTransaction, timeZone: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`select name from pg_catalog.pg_timezone_names where name = ${timeZone}`.execute(transaction)
  if (!/^[A-Z]/.test(timeZone) || rows.length === 0) {
    throw new TollgateError('invalid_request', { param: 'time_zone', message: 'time_zone must be an IANA name such as Europe/Berlin.' })
  }
  return timeZone
}

export function requireCustomerGroup(group: string): string {
  if (!/^[a-z0-9_-]{1,40}$/.test(group)) {
    throw new TollgateError('invalid_request', {
      param: 'customer_group',
      message: 'customer_group must be 1 to 40 lower-case letters, digits, hyphens or underscores.',
    })
  }
  return group
}
