import pg from 'pg'
import { expect } from 'vitest'
import { settleRequest } from '#lib/ledger/settle-request'
import { systemActor } from '#lib/portal/acting/actor'
import { createKey } from '#lib/portal/keys/create-key'
import { makeEmptyTeam, makeMember, setPortalEnvironment } from '#tests/integration/portal/personas'
import { foldEverything } from '#tests/support/fold-everything'
import { admissionOf, settlementOf } from '#tests/support/ledger'
import { createTestDatabase } from '#tests/support/test-database'

export interface UsageWorld {
  /** As the database's owner, for what no role of the application may do. */
  owner: pg.Client
  close: () => Promise<void>
}

export async function openUsageWorld(): Promise<UsageWorld> {
  setPortalEnvironment()
  const database = await createTestDatabase()
  const owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
  const close = async () => {
    await owner.end()
    await database.drop()
  }
  return { owner, close }
}

/** A request id made at this moment, so that its row belongs there. */
let serial = 0
export function idAt(iso: string): string {
  const ms = Date.parse(iso).toString(16).padStart(12, '0')
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${(++serial).toString(16).padStart(12, '0')}`
}

/** A team by a zone's clock, with a key, a reader, and requests at any moment. */
export async function teamIn({ owner }: UsageWorld, timeZone: string) {
  const teamId = await makeEmptyTeam()
  await owner.query('update core.teams set time_zone = $2 where id = $1', [teamId, timeZone])
  const { key } = await createKey(systemActor, { teamId, name: 'Caller' })
  const use = async (at: string, chargeNanos = 10n, overrides: Parameters<typeof settlementOf>[2] = {}) => {
    const admission = admissionOf({ teamId, keyId: key.id }, { requestId: idAt(at) })
    await settleRequest(settlementOf(admission, chargeNanos, overrides))
    return admission.requestId
  }
  return { teamId, keyId: key.id, use, member: await makeMember(teamId, 'viewer') }
}

export const span = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) })

/** Before the fold and after it: what is read may not differ. */
export async function alsoFolded<T>(read: () => Promise<T>): Promise<T> {
  const before = await read()
  await foldEverything()
  expect(await read()).toEqual(before)
  return before
}
