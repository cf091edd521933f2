import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  changeKey,
  type Customer,
  expectExactBooks,
  type Gateway,
  makeChannel,
  makeCustomer,
  makeModel,
  openDatabase,
  openGateway,
  postChat,
  setPolicies,
  settledRows,
} from '#tests/contract/gateway/harness'
import { serveThroughNode } from '#lib/gateway/doors/node-door'
import { drainSettling } from '#lib/gateway/in-flight'
import { asPortal } from '#lib/shared/database/as-role'
import { answerChat, answerJsonText, answerThenCut, chunkOf, type ScriptedUpstream, startUpstream } from '#tests/support/upstream'
import type { TestDatabase } from '#tests/support/test-database'

let database: TestDatabase
let upstream: ScriptedUpstream
let gateway: Gateway
let model: string
let customer: Customer
beforeAll(async () => {
  database = await openDatabase()
  upstream = await startUpstream()
  gateway = await openGateway(serveThroughNode)
  model = await makeModel()
  await makeChannel({ baseUrl: upstream.baseUrl, model })
})
afterAll(async () => {
  await gateway.close()
  await upstream.close()
  await database.drop()
})
beforeEach(async () => {
  customer = await makeCustomer()
  await setPolicies(customer, { team: { block_after_failures: 3 } })
})

const broken = answerJsonText(500, '{"error":{"message":"down"}}')

/** Asks, and waits for all that happens behind the answer. */
async function ask(body: object = {}): Promise<number> {
  const response = await postChat(gateway.origin, customer, { model, messages: [{ role: 'user', content: 'hi' }], ...body })
  await response.text().catch(() => '')
  await drainSettling()
  return response.status
}
const asks = async (times: number) => {
  const statuses: number[] = []
  for (let n = 0; n < times; n++) statuses.push(await ask())
  return statuses
}
const readKey = () =>
  asPortal((tx) => tx.selectFrom('core.api_keys').selectAll().where('id', '=', customer.keyId).executeTakeFirstOrThrow())

describe('a key whose requests fail in a row', () => {
  it('is blocked by the system, with a reason and an audit row, from the next request on', async () => {
    upstream.answer(broken)
    expect(await asks(4)).toEqual([502, 502, 502, 403])
    expect(await readKey()).toMatchObject({ status: 'blocked', block_reason: 'consecutive_failures', blocked_at: expect.any(Date) })
    const audited = await asPortal((tx) =>
      tx.selectFrom('core.audit_log').select(['actor_kind', 'action', 'after']).where('target_id', '=', customer.keyId).execute(),
    )
    expect(audited).toEqual([
      { actor_kind: 'system', action: 'key.block', after: { status: 'blocked', reason: 'consecutive_failures', failures: 3 } },
    ])
    expect(await settledRows(customer, 3)).toHaveLength(3)
    await expectExactBooks(customer, 1_000_000_000n)
  })

  it('is not blocked while one of them succeeds', async () => {
    for (const script of [broken, broken, answerChat(), broken, broken, answerChat()]) {
      upstream.answer(script)
      await ask()
    }
    expect((await readKey()).status).toBe('active')
  })

  it('counts streams that broke off, and refusals not at all', async () => {
    upstream.answer(broken)
    await asks(2)
    expect(await ask({ model: 'nothing/of-the-kind' })).toBe(404)
    expect((await readKey()).status).toBe('active')
    upstream.answer(answerThenCut(chunkOf('a')))
    await ask({ stream: true })
    expect((await readKey()).status).toBe('blocked')
  })

  it('starts anew once somebody has enabled it', async () => {
    upstream.answer(broken)
    await asks(3)
    await changeKey(customer, { status: 'active' })
    expect(await readKey()).toMatchObject({ status: 'active', block_reason: null })
    expect(await asks(4)).toEqual([502, 502, 502, 403])
  })

  it('is blocked once, however many fail at the same time', async () => {
    upstream.answer(broken)
    await Promise.all(Array.from({ length: 12 }, () => ask()))
    expect((await readKey()).status).toBe('blocked')
    const audited = await asPortal((tx) => tx.selectFrom('core.audit_log').select('id').where('target_id', '=', customer.keyId).execute())
    expect(audited).toHaveLength(1)
  })

  it('is left alone where no policy asks for it', async () => {
    await setPolicies(customer, { team: {} })
    upstream.answer(broken)
    expect(new Set(await asks(5))).toEqual(new Set([502]))
  })
})
