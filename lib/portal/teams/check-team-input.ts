import { sql } from 'kysely'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

/** Whether this is an IANA time zone that the database knows, since it is the database that cuts days by it. */
export async function isTimeZone(transaction: RoleTransaction, timeZone: string): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`select name from pg_catalog.pg_timezone_names where name = ${timeZone}`.execute(transaction)
  return /^[A-Z]/.test(timeZone) && rows.length > 0
}

export async function requireTimeZone(transaction: RoleTransaction, timeZone: string): Promise<string> {
  if (!(await isTimeZone(transaction, timeZone))) {
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
