import { type Burst, sendBurst, type Sample } from '../load/send-load.ts'
import type { ChildProgram } from '../start/child-program.ts'
import type { Target, TargetName } from '../start/targets.ts'

/** One row of conditions: every target is measured under each. */
export interface Cell {
  streamed: boolean
  concurrency: number
  /** Milliseconds between the chunks of a stream; a stream without is saturated. */
  gapMs?: number
}

export type Samples = Map<TargetName, Sample[]>

export interface Measured {
  cell: Cell
  samples: Samples
}

export interface RoundOptions {
  rounds: number
  ms: number
  tell(text: string): void
}

/** Every cell in `rounds` rounds, in each of which the targets take turns; who begins moves on, so that no one is always first. */
export async function runRounds(
  load: ChildProgram,
  targets: readonly Target[],
  cells: readonly Cell[],
  options: RoundOptions,
): Promise<Measured[]> {
  const measured = cells.map((cell): Measured => ({ cell, samples: new Map(targets.map(({ name }) => [name, []])) }))
  for (let round = 0; round < options.rounds; round++) {
    for (const { cell, samples } of measured) {
      for (let n = 0; n < targets.length; n++) {
        const target = targets[(n + round) % targets.length] as Target
        const sample = await sendBurst(load, target, burstOf(cell, options.ms))
        samples.get(target.name)?.push(sample)
        options.tell(`round ${round + 1}, ${nameOf(cell)}, ${target.name}: ${Math.round(sample.perSecond)}/s${complaint(sample)}`)
      }
    }
  }
  return measured
}

/** Brings every target's code to speed before anything counts: by requests and not by time, for a machine that is busy with something else. */
export async function warmUp(load: ChildProgram, targets: readonly Target[], requests: number): Promise<void> {
  for (const target of targets) {
    for (const streamed of [false, true]) {
      for (let left = streamed ? requests / 4 : requests; left > 0; ) {
        const { answered, failed, failures } = await sendBurst(load, target, { streamed, concurrency: 16, ms: 500 })
        if (failed > 0 || answered === 0) throw new Error(`${target.name} failed while it warmed up: ${JSON.stringify(failures)}`)
        left -= answered
      }
    }
  }
}

export function nameOf({ concurrency, gapMs, streamed }: Cell): string {
  const kind = streamed ? (gapMs ? `paced stream (${gapMs} ms)` : 'stream') : 'whole'
  return `${kind}, ${concurrency} at once`
}

function burstOf({ concurrency, gapMs, streamed }: Cell, ms: number): Burst {
  return { concurrency, streamed, ms, upstreamWaitMs: gapMs }
}

function complaint({ failed, failures }: Sample): string {
  return failed === 0 ? '' : `, FAILED ${failed} (${JSON.stringify(failures)})`
}

/** The middle of the rounds. */
export function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[half] ?? Number.NaN) : ((sorted[half - 1] ?? Number.NaN) + (sorted[half] ?? Number.NaN)) / 2
}

/** The middle of what `read` makes of two targets in the same round: what a neighbour on the machine does to one it does to the other. */
export function paired(samples: Samples, one: TargetName, other: TargetName, read: (one: Sample, other: Sample) => number): number {
  const ones = samples.get(one) ?? []
  const others = samples.get(other) ?? []
  return middle(ones.flatMap((sample, round) => (others[round] ? [read(sample, others[round])] : [])))
}
