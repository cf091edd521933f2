import { describe, expect, it } from 'vitest'
import { planRoute } from '#lib/gateway/routing/plan-route'
import { seededRandom } from '#tests/support/seeded-random'

const candidate = (channelId: string, priority: number, weight: number, credentialIds = [`${channelId}1`]) => ({
  channelId,
  priority,
  weight,
  credentialIds,
})
const untried = { channels: new Set<string>(), credentials: new Set<string>() }

describe('planRoute', () => {
  it('takes the highest priority first, then the next once it was tried', () => {
    const all = [candidate('low', 0, 100), candidate('high', 5, 1)]
    expect(planRoute(all, untried, () => 0.5)?.candidate.channelId).toBe('high')
    expect(planRoute(all, { ...untried, channels: new Set(['high']) }, () => 0.5)?.candidate.channelId).toBe('low')
    expect(planRoute(all, { ...untried, channels: new Set(['high', 'low']) }, () => 0.5)).toBeNull()
  })

  it('shares within a priority by weight', () => {
    const random = seededRandom(1)
    const all = [candidate('a', 0, 3), candidate('b', 0, 1), candidate('c', 0, 0)]
    const counts: Record<string, number> = { a: 0, b: 0, c: 0 }
    for (let i = 0; i < 4000; i++) {
      const id = planRoute(all, untried, random)?.candidate.channelId ?? ''
      counts[id] = (counts[id] ?? 0) + 1
    }
    expect(counts.a).toBeGreaterThan(2850)
    expect(counts.b).toBeGreaterThan(850)
    expect(counts.c).toBe(0)
  })

  it('takes a weight of zero when nothing else is left', () => {
    expect(planRoute([candidate('c', 0, 0), candidate('d', 0, 0)], untried, () => 0.9)?.candidate.channelId).toBe('d')
  })

  it('tries the other credentials of a channel, and leaves a channel without any', () => {
    const all = [candidate('a', 0, 1, ['x', 'y'])]
    expect(planRoute(all, { ...untried, credentials: new Set(['x']) }, () => 0)?.credentialId).toBe('y')
    expect(planRoute(all, { ...untried, credentials: new Set(['x', 'y']) }, () => 0)).toBeNull()
    expect(planRoute([candidate('none', 0, 1, [])], untried, () => 0)).toBeNull()
  })
})
