import { sql } from 'kysely'
import { asPortal } from '#lib/shared/database/as-role'

let known: Promise<string[]> | null = null

/** The time zones a team may choose: places, not offsets, that both the database and the pages can reckon with. */
export function listTimeZones(): Promise<string[]> {
  known ??= readTimeZones().catch((failure: unknown) => {
    known = null
    throw failure
  })
  return known
}

async function readTimeZones(): Promise<string[]> {
  const { rows } = await asPortal((transaction) =>
    sql<{ name: string }>`select name from pg_catalog.pg_timezone_names`.execute(transaction),
  )
  const inDatabase = new Set(rows.map((row) => row.name))
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC' && inDatabase.has(name))]
}
