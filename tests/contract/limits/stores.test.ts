import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Limit } from '#lib/gateway/limits/limit'
import { backends, giveBack, limitOf, settle, type StoreUnderTest, take, usedOf } from '#tests/contract/limits/stores'

describe.each(backends)('limits in $name', (backend) => {
  let under: StoreUnderTest
  beforeAll(() => backend.start())
  afterAll(() => backend.stop())
  beforeEach(() => {
    under = backend.open()
  })

  const countTaken = async (callers: number, ask: () => ReturnType<typeof take>) =>
    (await Promise.all(Array.from({ length: callers }, ask))).filter((answer) => answer.taken).length

  it('let exactly 20 of 50 callers at once in at 20 a minute, and 20 more when a minute has passed', async () => {
    const limit = limitOf(20)
    expect(await countTaken(50, () => take(under, [limit]))).toBe(20)
    under.now += 59_999
    expect(await countTaken(50, () => take(under, [limit]))).toBe(0)
    under.now += 1
    expect(await countTaken(50, () => take(under, [limit]))).toBe(20)
  })

  it('take all of several limits or none', async () => {
    const roomy = limitOf(10)
    const tokens = limitOf(1_000, { metric: 'tokens' })
    const daily = limitOf(5, { window: 'day' })
    const slots = limitOf(2, { metric: 'concurrency' })
    const all = [roomy, tokens, daily, slots]
    const held = [await take(under, all, 100), await take(under, all, 100)]
    expect(held.map((answer) => answer.taken)).toEqual([true, true])
    const refused = await take(under, all, 100)
    expect(refused.taken).toBe(false)
    expect(refused.readings.map(({ used, waitMs }) => ({ used, waitMs }))).toEqual([
      { used: 2, waitMs: 0 },
      { used: 200, waitMs: 0 },
      { used: 2, waitMs: 0 },
      { used: 2, waitMs: null },
    ])
    for (const answer of held) await settle(under, answer)
    expect((await take(under, all, 900)).taken).toBe(false)
    expect((await take(under, all, 800)).taken).toBe(true)
    expect(await Promise.all(all.map((limit) => usedOf(under, limit)))).toEqual([3, 1_000, 3, 1])
  })

  it('1,000 callers at once under five overlapping limits fill them, and none is passed', async () => {
    const [team, day, odd, third, tokens] = [
      limitOf(400),
      limitOf(350, { window: 'day' }),
      limitOf(150),
      limitOf(90, { window: 'day' }),
      limitOf(3_000, { metric: 'tokens' }),
    ]
    const planOf = (n: number) => [
      team,
      day,
      ...(n % 2 === 1 ? [odd] : []),
      ...(n % 3 === 0 ? [third] : []),
      ...(n % 5 === 0 ? [tokens] : []),
    ]
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, n) => take(under, planOf(n), 50)))
    const usedBy = (limit: Limit) => {
      const counted = answers.filter((answer, n) => answer.taken && planOf(n).includes(limit)).length
      return limit.metric === 'tokens' ? counted * 50 : counted
    }
    for (const limit of [team, day, odd, third, tokens]) {
      expect(usedBy(limit)).toBeLessThanOrEqual(limit.amount)
      expect(await usedOf(under, limit)).toBe(usedBy(limit))
    }
    // Nothing was given back, so what refused is still full: nobody was refused for nothing.
    answers.forEach((answer, n) => {
      if (!answer.taken) expect(planOf(n).some((limit) => usedBy(limit) === limit.amount)).toBe(true)
    })
    expect(usedBy(day)).toBe(350)
  })

  it('let in exactly what fits the 60 seconds before, whatever comes when', async () => {
    const arrivals = fc.array(
      fc.record({ gapMs: fc.oneof(fc.nat(3), fc.nat(900), fc.nat(40_000)), tokens: fc.integer({ min: 1, max: 60 }) }),
      {
        minLength: 1,
        maxLength: 60,
      },
    )
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 60, max: 300 }), async (times, requests, tokens) => {
        const perMinute = limitOf(requests)
        const tokensPerMinute = limitOf(tokens, { metric: 'tokens' })
        const letIn: { at: number; tokens: number }[] = []
        for (const arrival of times) {
          under.now += arrival.gapMs
          const counted = letIn.filter(({ at }) => at > under.now - 60_000)
          const usedTokens = counted.reduce((sum, one) => sum + one.tokens, 0)
          const fits = counted.length < requests && usedTokens + arrival.tokens <= tokens
          const answer = await take(under, [perMinute, tokensPerMinute], arrival.tokens)
          expect(answer.taken).toBe(fits)
          if (fits) letIn.push({ at: under.now, tokens: arrival.tokens })
        }
        under.now += 120_000
      }),
      { numRuns: backend.runs },
    )
  })

  it.each([1, 7, 97])('never refuse %i a minute that are spread evenly', async (amount) => {
    const limit = limitOf(amount)
    const begun = under.now
    for (let n = 0; n < 2.2 * amount; n++) {
      under.now = begun + Math.ceil((n * 60_000) / amount)
      expect((await take(under, [limit])).taken).toBe(true)
    }
  })

  it('say to the millisecond when asking again helps', async () => {
    const limit = limitOf(100, { metric: 'tokens' })
    for (const tokens of [10, 20, 30, 40]) {
      await take(under, [limit], tokens)
      under.now += 1_000
    }
    const refused = await take(under, [limit], 25)
    expect(refused.readings[0]).toMatchObject({ used: 100, waitMs: 57_000, resetMs: 59_000 })
    under.now += 56_999
    expect((await take(under, [limit], 25)).taken).toBe(false)
    under.now += 1
    expect((await take(under, [limit], 25)).taken).toBe(true)
  })

  it('name no time for what can never fit', async () => {
    const refused = await take(under, [limitOf(100, { metric: 'tokens' }), limitOf(100, { metric: 'tokens', window: 'day' })], 101)
    expect(refused.readings.map((reading) => reading.waitMs)).toEqual([null, null])
    expect((await take(under, [limitOf(0)])).readings[0]?.waitMs).toBeNull()
  })

  it('give back what a refused admission took, and only that', async () => {
    const all = [limitOf(2), limitOf(50, { metric: 'tokens' }), limitOf(2, { window: 'day' }), limitOf(2, { metric: 'concurrency' })]
    await take(under, all, 20)
    under.now += 10
    await giveBack(under, await take(under, all, 30))
    expect(await Promise.all(all.map((limit) => usedOf(under, limit)))).toEqual([1, 20, 1, 1])
    expect((await take(under, all, 30)).taken).toBe(true)
    expect((await take(under, all, 1)).taken).toBe(false)
  })

  it('correct reserved tokens down where they were taken', async () => {
    const all = [limitOf(100, { metric: 'tokens' }), limitOf(100, { metric: 'tokens', window: 'day' })]
    const first = await take(under, all, 80)
    under.now += 30_000
    await settle(under, first, 10)
    expect((await take(under, all, 90)).taken).toBe(true)
    under.now += 30_000
    // The ten have passed, the ninety have not.
    expect(await usedOf(under, all[0]!)).toBe(90)
    expect(await usedOf(under, all[1]!)).toBe(100)
  })

  it('count what was used beyond the reservation from when it is known', async () => {
    const all = [limitOf(100, { metric: 'tokens' }), limitOf(1_000, { metric: 'tokens', window: 'day' })]
    const first = await take(under, all, 50)
    under.now += 59_000
    await settle(under, first, 190)
    expect(await usedOf(under, all[0]!)).toBe(190)
    under.now += 1_000
    expect((await take(under, all, 1)).readings[0]).toMatchObject({ used: 140, waitMs: 59_000 })
    under.now += 59_000
    expect(await usedOf(under, all[0]!)).toBe(0)
    expect(await usedOf(under, all[1]!)).toBe(190)
  })

  it('change nothing that has passed when a correction comes late', async () => {
    const limit = limitOf(100, { metric: 'tokens' })
    const early = [await take(under, [limit], 40), await take(under, [limit], 40)]
    under.now += 60_000
    await take(under, [limit], 70)
    await settle(under, early[0]!, 5)
    expect(await usedOf(under, limit)).toBe(70)
    await settle(under, early[1]!, 60)
    expect(await usedOf(under, limit)).toBe(90)
  })

  it('hold a lease for each request under way, and free it at its end', async () => {
    const limit = limitOf(5, { metric: 'concurrency' })
    const answers = await Promise.all(Array.from({ length: 50 }, () => take(under, [limit])))
    const held = answers.filter((answer) => answer.taken)
    expect(held).toHaveLength(5)
    await settle(under, held[0]!)
    await settle(under, held[0]!)
    await giveBack(under, held[1]!)
    expect(await countTaken(10, () => take(under, [limit]))).toBe(2)
  })

  it('let a lease run out that nobody holds on, and keep the one that is', async () => {
    const limit = limitOf(2, { metric: 'concurrency' })
    const [crashed, running] = [await take(under, [limit], 0, 10_000), await take(under, [limit], 0, 10_000)]
    expect(crashed.taken).toBe(true)
    under.now += 9_000
    await under.store.holdLeases([running.given], 10_000)
    expect((await take(under, [limit])).taken).toBe(false)
    under.now += 1_000
    const next = await take(under, [limit])
    expect(next.taken).toBe(true)
    expect((await take(under, [limit])).taken).toBe(false)
    under.now += 9_000
    expect((await take(under, [limit])).taken).toBe(true)
  })

  it('know a lease again that the store had lost', async () => {
    const limit = limitOf(1, { metric: 'concurrency' })
    const running = await take(under, [limit], 0, 1_000)
    under.now += 1_000
    await under.store.holdLeases([running.given], 10_000)
    expect((await take(under, [limit])).taken).toBe(false)
    await settle(under, running)
    expect((await take(under, [limit])).taken).toBe(true)
  })

  it.each([
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', 25],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', 23],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', 25],
    // Midnight itself is skipped: the day begins at one.
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z', 23],
    ['Asia/Kolkata', '2026-11-23', '2026-11-22T18:30:00Z', 24],
  ])('count a day of %s, %s, from its first moment to its last', async (timeZone, _day, begins, hours) => {
    const limit = limitOf(2, { window: 'day', timeZone })
    const start = Date.parse(begins)
    under.now = start - 1
    expect((await take(under, [limit])).taken).toBe(true)
    under.now = start
    expect(await countTaken(5, () => take(under, [limit]))).toBe(2)
    const last = start + hours * 3_600_000 - 1
    under.now = last - 60_000
    expect((await take(under, [limit])).readings[0]).toMatchObject({ used: 2, waitMs: 60_001, resetMs: 60_001 })
    under.now = last
    expect((await take(under, [limit])).taken).toBe(false)
    under.now = last + 1
    expect(await countTaken(5, () => take(under, [limit]))).toBe(2)
  })

  it('leave the next day alone when a day of tokens is corrected after midnight', async () => {
    const limit = limitOf(100, { metric: 'tokens', window: 'day' })
    under.now = Date.parse('2026-11-23T23:59:59Z')
    const answers = [await take(under, [limit], 40), await take(under, [limit], 40)]
    under.now += 2_000
    await take(under, [limit], 30)
    await settle(under, answers[0]!, 1)
    expect(await usedOf(under, limit)).toBe(30)
    // Used beyond the reservation, known today.
    await settle(under, answers[1]!, 50)
    expect(await usedOf(under, limit)).toBe(40)
  })

  it('count in the new day what is known beyond the reservation after midnight, also where that day has counted nothing yet', async () => {
    const limit = limitOf(100, { metric: 'tokens', window: 'day' })
    under.now = Date.parse('2026-11-23T23:59:59Z')
    const answer = await take(under, [limit], 40)
    under.now += 2_000
    await settle(under, answer, 55)
    expect(await usedOf(under, limit)).toBe(15)
  })

  it('forget no use that still counts when a correction comes for one that has passed', async () => {
    const limit = limitOf(100, { metric: 'tokens' })
    const early = await take(under, [limit], 40)
    under.now += 30_000
    await take(under, [limit], 60)
    under.now += 30_000
    expect(await usedOf(under, limit)).toBe(60)
    await settle(under, early, 0)
    expect(await usedOf(under, limit)).toBe(60)
  })
})
