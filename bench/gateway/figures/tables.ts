import type { Sample } from '../load/send-load.ts'
import type { TargetName } from '../start/targets.ts'
import type { Floor } from './floors.ts'
import { type Measured, middle, nameOf, paired, type Samples } from './rounds.ts'

const titles: Record<TargetName, string> = {
  upstream: 'upstream, directly',
  bare: 'bare pass-through in Node',
  front: 'Tollgate, front',
  next: 'Tollgate, Next route',
  portkey: 'Portkey',
}

const columns = ['requests/s', 'p50 ms', 'p99 ms', 'added p50', 'added p99', 'TTFT p50', 'TTFT p99', 'CPU µs gateway', 'Postgres', 'MB']

/** One Markdown table per cell: a row per target, the middle of its rounds; what is added is taken round by round. */
export function cellTables(measured: readonly Measured[]): string {
  return measured.map((one) => [`### ${nameOf(one.cell)}`, '', ...tableOf(one.samples, one.cell.streamed), ''].join('\n')).join('\n')
}

function tableOf(samples: Samples, streamed: boolean): string[] {
  const shown = streamed ? columns : columns.filter((name) => !name.startsWith('TTFT'))
  return [
    `| | ${shown.join(' | ')} |`,
    `|---|${shown.map(() => '---').join('|')}|`,
    ...[...samples].map(([name, rounds]) => `| ${titles[name]} | ${rowOf(name, rounds, samples, streamed).join(' | ')} |`),
  ]
}

function rowOf(name: TargetName, rounds: readonly Sample[], samples: Samples, streamed: boolean): string[] {
  const of = (read: (sample: Sample) => number) => middle(rounds.map(read))
  const added = (read: (sample: Sample) => number) =>
    name === 'upstream' ? '' : round(paired(samples, name, 'upstream', (one, direct) => read(one) - read(direct)))
  return [
    round(of((sample) => sample.perSecond)),
    round(of(({ latency }) => latency.p50)),
    round(of(({ latency }) => latency.p99)),
    added(({ latency }) => latency.p50),
    added(({ latency }) => latency.p99),
    ...(streamed ? [round(of(({ ttft }) => ttft.p50)), round(of(({ ttft }) => ttft.p99))] : []),
    round(of((sample) => sample.gatewayUs)),
    round(of((sample) => sample.databaseUs)),
    round(of((sample) => sample.residentMb)),
  ]
}

export function floorTable(floors: readonly Floor[]): string {
  const rows = floors.map(({ holds, text, value, wanted }) => `| ${text} | ${wanted} | ${round(value)} | ${holds ? 'yes' : 'NO'} |`)
  return ['| floor | wanted | measured | holds |', '|---|---|---|---|', ...rows].join('\n')
}

/** Three digits that count. */
export function round(value: number): string {
  if (!Number.isFinite(value)) return ''
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}
