import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemActor } from '#lib/portal/acting/actor'
import { rotateKey } from '#lib/portal/keys/rotate-key'
import {
  type Customer,
  doors,
  expectExactBooks,
  type Gateway,
  makeChannel,
  makeCustomer,
  makeModel,
  openDatabase,
  openGateway,
  postChat,
} from '#tests/contract/gateway/harness'
import { type ScriptedUpstream, startUpstream } from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.drop())

const granted = 1_000_000_000n
const hourMs = 3_600_000

describe.each(doors)('a rotated key at the $name', ({ serve }) => {
  let gateway: Gateway
  let upstream: ScriptedUpstream
  let model: string
  beforeAll(async () => {
    gateway = await openGateway(serve)
    upstream = await startUpstream()
    model = await makeModel()
    await makeChannel({ baseUrl: upstream.baseUrl, model })
  })
  afterAll(async () => {
    await gateway.close()
    await upstream.close()
  })
  afterEach(() => void vi.restoreAllMocks())

  async function answerTo(customer: Pick<Customer, 'secret'>): Promise<string> {
    const response = await postChat(gateway.origin, customer, { model, messages: [{ role: 'user', content: 'hi' }] })
    const body = (await response.json()) as { error?: { code: string } }
    return body.error ? `${response.status} ${body.error.code}` : String(response.status)
  }

  it('refuses the old secret from the next request on when there is no overlap', async () => {
    const customer = await makeCustomer(granted)
    expect(await answerTo(customer)).toBe('200')
    const { secret } = await rotateKey(systemActor, { keyId: customer.keyId })
    expect(await answerTo(customer)).toBe('401 key_expired')
    expect(await answerTo({ secret })).toBe('200')
    expect(await expectExactBooks(customer, granted)).toBe(40_000n)
  })

  it('takes the old secret until the overlap has passed, and the new one after it', async () => {
    const customer = await makeCustomer(granted)
    const { secret } = await rotateKey(systemActor, { keyId: customer.keyId, overlapSeconds: hourMs / 1000 })
    expect(await answerTo(customer)).toBe('200')
    expect(await answerTo({ secret })).toBe('200')
    const later = Date.now() + hourMs + 1
    vi.spyOn(Date, 'now').mockReturnValue(later)
    expect(await answerTo(customer)).toBe('401 key_expired')
    vi.restoreAllMocks()
    expect(await answerTo({ secret })).toBe('200')
    expect(await expectExactBooks(customer, granted)).toBe(60_000n)
  })
})
