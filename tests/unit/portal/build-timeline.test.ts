import { describe, expect, test } from 'vitest'
import { buildTimeline } from '#lib/portal/requests/build-timeline'
import { parseAttempts } from '#lib/portal/requests/request-attempts'

const stages = { keyUs: 40, receiveUs: 60, policyUs: 100, limitsUs: null, admissionUs: 900 }
const tried = { status: 503, failure: 'upstream_error', startUs: 1150, durationUs: 30_000, channelId: null }
const answered = { status: 200, failure: null, startUs: 31_200, durationUs: 200_000, channelId: null }

describe('buildTimeline', () => {
  test('lays the steps before the first attempt end to end, without those that did not exist', () => {
    const { steps } = buildTimeline({ stages, ttftMs: null, latencyMs: null }, [])
    expect(steps.map(({ step, startUs }) => [step, startUs])).toEqual([
      ['key', 0],
      ['receive', 40],
      ['policy', 100],
      ['admission', 200],
    ])
  })

  test('puts attempts where they were, and the answer from its first byte to the end', () => {
    const timeline = buildTimeline({ stages, ttftMs: 260, latencyMs: 900 }, [tried, answered])
    expect(timeline).toMatchObject({ firstByteUs: 231_200, firstTokenUs: 260_000, endUs: 900_000 })
    expect(timeline.steps.slice(-3)).toEqual([
      { step: 'attempt', startUs: 1150, durationUs: 30_000, attempt: tried },
      { step: 'attempt', startUs: 31_200, durationUs: 200_000, attempt: answered },
      { step: 'answer', startUs: 231_200, durationUs: 668_800, attempt: null },
    ])
  })

  test('knows no first byte where every attempt failed', () => {
    expect(buildTimeline({ stages, ttftMs: null, latencyMs: 40 }, [tried])).toMatchObject({ firstByteUs: null, endUs: 40_000 })
  })

  test('makes nothing up for requests from before it was recorded', () => {
    const [old] = parseAttempts([{ channel_id: 'c', status: 200, failure: null, ms: 12 }])
    if (!old) throw new Error('no attempt')
    const timeline = buildTimeline({ stages: null, ttftMs: null, latencyMs: 20 }, [old])
    expect(timeline.firstByteUs).toBeNull()
    expect(timeline.steps).toEqual([{ step: 'attempt', startUs: null, durationUs: 12_000, attempt: old }])
  })
})
