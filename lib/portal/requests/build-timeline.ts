import type { RequestAttempt } from '#lib/portal/requests/request-attempts'
import type { StageTimes } from '#lib/ledger/settle-request'

/** A stretch of a request's life. Microseconds; the start counts from its arrival and is null where it was not recorded. */
export interface TimelineStep {
  step: 'key' | 'receive' | 'policy' | 'limits' | 'admission' | 'attempt' | 'answer'
  startUs: number | null
  durationUs: number
  attempt: RequestAttempt | null
}

export interface Timeline {
  steps: TimelineStep[]
  firstByteUs: number | null
  firstTokenUs: number | null
  endUs: number | null
}

interface Timed {
  stages: StageTimes | null
  ttftMs: number | null
  latencyMs: number | null
}

/** What is known of when a request did what; nothing is made up where nothing was recorded. */
export function buildTimeline({ stages, ttftMs, latencyMs }: Timed, attempts: readonly RequestAttempt[]): Timeline {
  const last = attempts.at(-1)
  const firstByteUs = last?.failure === null && last.startUs !== null ? last.startUs + last.durationUs : null
  const endUs = inMicroseconds(latencyMs)
  const tries = attempts.map((attempt) => ({ step: 'attempt' as const, startUs: attempt.startUs, durationUs: attempt.durationUs, attempt }))
  return {
    steps: [...stageSteps(stages), ...tries, ...answerStep(firstByteUs, endUs)],
    firstByteUs,
    firstTokenUs: inMicroseconds(ttftMs),
    endUs,
  }
}

function stageSteps(stages: StageTimes | null): TimelineStep[] {
  if (!stages) return []
  const order = [
    ['key', stages.keyUs],
    ['receive', stages.receiveUs],
    ['policy', stages.policyUs],
    ['limits', stages.limitsUs],
    ['admission', stages.admissionUs],
  ] as const
  const steps: TimelineStep[] = []
  let startUs = 0
  for (const [step, durationUs] of order) {
    if (durationUs === null) continue
    steps.push({ step, startUs, durationUs, attempt: null })
    startUs += durationUs
  }
  return steps
}

/** From the first byte to the end; an answer that came whole has no such stretch worth a line. */
function answerStep(firstByteUs: number | null, endUs: number | null): TimelineStep[] {
  if (firstByteUs === null || endUs === null || endUs - firstByteUs < 1000) return []
  return [{ step: 'answer', startUs: firstByteUs, durationUs: endUs - firstByteUs, attempt: null }]
}

function inMicroseconds(ms: number | null): number | null {
  return ms === null ? null : ms * 1000
}
