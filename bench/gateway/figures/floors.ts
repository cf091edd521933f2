import { type Cell, type Measured, nameOf, paired, type Samples } from './rounds.ts'

/** A ratio that must hold, and what it came to. */
export interface Floor {
  text: string
  wanted: string
  value: number
  holds: boolean
}

interface FloorRule {
  text: string
  applies(cell: Cell): boolean
  read(samples: Samples): number
  atLeast?: number
  below?: number
}

const isWhole = (cell: Cell) => !cell.streamed
const isSaturated = (cell: Cell) => cell.streamed && !cell.gapMs
const total = (sample: { gatewayUs: number; databaseUs: number }) => sample.gatewayUs + sample.databaseUs

const rules: FloorRule[] = [
  {
    text: "front's requests a second over Portkey's",
    applies: (cell) => isWhole(cell) && cell.concurrency >= 16,
    read: (samples) => paired(samples, 'front', 'portkey', (front, portkey) => front.perSecond / portkey.perSecond),
    atLeast: 2,
  },
  {
    text: "front's streams a second over Portkey's",
    applies: (cell) => isSaturated(cell) && cell.concurrency >= 16,
    read: (samples) => paired(samples, 'front', 'portkey', (front, portkey) => front.perSecond / portkey.perSecond),
    atLeast: 1.2,
  },
  {
    text: "front's requests a second over the bare pass-through's",
    applies: (cell) => isWhole(cell) && cell.concurrency === 64,
    read: (samples) => paired(samples, 'front', 'bare', (front, bare) => front.perSecond / bare.perSecond),
    atLeast: 0.35,
  },
  {
    text: "front's processor time a request, Postgres included, over Portkey's",
    applies: (cell) => isWhole(cell) && cell.concurrency >= 16,
    read: (samples) => paired(samples, 'front', 'portkey', (front, portkey) => total(front) / total(portkey)),
    below: 0.6,
  },
  {
    text: 'milliseconds the front adds at p50',
    applies: (cell) => isWhole(cell) && cell.concurrency === 1,
    read: (samples) => paired(samples, 'front', 'upstream', (front, upstream) => front.latency.p50 - upstream.latency.p50),
    below: 2,
  },
]

export function checkFloors(measured: readonly Measured[]): Floor[] {
  return measured.flatMap(({ cell, samples }) =>
    rules
      .filter((rule) => rule.applies(cell))
      .map((rule) => {
        const value = rule.read(samples)
        const holds = value >= (rule.atLeast ?? Number.NEGATIVE_INFINITY) && value <= (rule.below ?? Number.POSITIVE_INFINITY)
        const wanted = rule.atLeast === undefined ? `at most ${rule.below}` : `at least ${rule.atLeast}`
        return { text: `${rule.text}: ${nameOf(cell)}`, wanted, value, holds }
      }),
  )
}
