import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { identify, requireUsable } from '#lib/gateway/keys/authenticate'
import { systemActor } from '#lib/portal/acting/actor'
import { deleteKey } from '#lib/portal/keys/delete-key'
import { updateKey } from '#lib/portal/keys/update-key'
import { updateTeam } from '#lib/portal/teams/update-team'
import { mintApiKey } from '#lib/shared/api-key-format'
import { gatewayPool } from '#lib/shared/database/pools'
import { makeCustomer, openDatabase } from '#tests/contract/gateway/harness'
import { codeOf } from '#tests/integration/portal/personas'
import type { TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.drop())

/** How the gateway takes this secret now, from memory where it may. */
const answerTo = (secret: string) => {
  const now = Date.now()
  return codeOf(identify({ authorization: `Bearer ${secret}` }, { fresh: false, now }).then((caller) => requireUsable(caller, now)))
}

async function countLooks<T>(work: () => Promise<T>): Promise<{ looks: number; value: T }> {
  const query = vi.spyOn(gatewayPool(), 'query')
  try {
    const value = await work()
    return { looks: query.mock.calls.length, value }
  } finally {
    query.mockRestore()
  }
}

describe('a key that was refused', () => {
  it('works from the very next request on, once it is switched on again', async () => {
    const { keyId, secret } = await makeCustomer()
    await updateKey(systemActor, { keyId, status: 'disabled' })
    expect(await answerTo(secret)).toBe('key_disabled')
    await updateKey(systemActor, { keyId, status: 'active' })
    expect(await answerTo(secret)).toBe('done')
  })

  it('works at once when its team is let in again, or its end is put off', async () => {
    const { teamId, secret } = await makeCustomer()
    await updateTeam(systemActor, { teamId, status: 'disabled' })
    expect(await answerTo(secret)).toBe('team_disabled')
    await updateTeam(systemActor, { teamId, status: 'active' })
    expect(await answerTo(secret)).toBe('done')
    const other = await makeCustomer()
    await updateKey(systemActor, { keyId: other.keyId, policy: { expires_at: new Date(Date.now() - 1).toISOString() } })
    expect(await answerTo(other.secret)).toBe('key_expired')
    await updateKey(systemActor, { keyId: other.keyId, policy: { expires_at: null } })
    expect(await answerTo(other.secret)).toBe('done')
  })

  it('costs a crowd of callers two looks, of which none was begun before the last of them asked', async () => {
    const { keyId, secret } = await makeCustomer()
    await updateKey(systemActor, { keyId, status: 'disabled' })
    const { looks, value } = await countLooks(() => Promise.all(Array.from({ length: 50 }, () => answerTo(secret))))
    expect(new Set(value)).toEqual(new Set(['key_disabled']))
    expect(looks).toBe(2)
  })

  it('is refused from memory when nobody knows it, or it is gone for good', async () => {
    const { secret: unknown } = mintApiKey('inference')
    const { keyId, secret: deleted } = await makeCustomer()
    await deleteKey(systemActor, keyId)
    for (const secret of [unknown, deleted]) {
      expect(await answerTo(secret)).toBe('invalid_api_key')
      const { looks, value } = await countLooks(() => Promise.all(Array.from({ length: 50 }, () => answerTo(secret))))
      expect(new Set(value)).toEqual(new Set(['invalid_api_key']))
      expect(looks).toBe(0)
    }
  })
})
