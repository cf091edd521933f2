import { parseArgs } from 'node:util'
import { closePools } from '#lib/shared/database/pools'
import { generateHistory } from '../portal/generate.ts'
import { checkBooks } from './figures/check-books.ts'
import { describeMachine } from './figures/machine.ts'
import { runRounds, warmUp } from './figures/rounds.ts'
import { round } from './figures/tables.ts'
import { writeSection } from './figures/write-results.ts'
import { type Sample, sendBurst } from './load/send-load.ts'
import { countCalls, watchCalls } from './scale/calls.ts'
import { holdStreams } from './scale/idle-streams.ts'
import { seedMany } from './scale/seed-many.ts'
import { sendToAll } from './scale/several-fronts.ts'
import { startListener, startProgram } from './start/child-program.ts'
import { seedCatalogue, seedTeam } from './start/seed-gateway.ts'
import { type Target, tollgateTarget, upstreamTarget } from './start/targets.ts'
import { startTollgate } from './start/tollgate.ts'

// The front where there is much of everything: teams and keys, one hot team, a long history, processes, waiting, idle streams.
const { values: given } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    teams: { type: 'string', default: '1000' },
    keys: { type: 'string', default: '100000' },
    history: { type: 'string', default: '10000000' },
    streams: { type: 'string', default: '10000' },
  },
})
const ms = Number(given.seconds) * 1000
const lines: string[] = []
const say = (line: string) => {
  lines.push(line)
  console.log(line)
}

const tollgate = await startTollgate()
const { owner, postgresPid } = tollgate
const upstream = await startListener('upstream')
const load = startProgram('load')
try {
  await seedCatalogue(upstream.port)
  await countCalls(owner)
  const { secret } = await seedTeam('One key')
  const hot = await seedMany(owner, { teams: 1, keys: 100, secrets: 100 })
  const many = await seedMany(owner, { teams: Number(given.teams), keys: Number(given.keys), secrets: 5_000 })
  const front = await tollgate.startFront()
  const target = (secrets?: string[]): Target => ({ ...tollgateTarget('front', front, secret, postgresPid), secrets })
  const machine = await describeMachine(owner, 'nothing pinned')
  await warmUp(load, [target(), target(many)], 5_000)

  say(
    '| keys | at once | requests/s | p50 ms | p99 ms | CPU µs front | Postgres | requests an admission | a settlement | waiting for locks |',
  )
  say('|---|---|---|---|---|---|---|---|---|---|')
  const sets: [string, string[] | undefined][] = [
    ['one key', undefined],
    ['one hot team, 100 keys', hot],
    [`${Number(given.teams).toLocaleString('en-US')} teams, ${Number(given.keys).toLocaleString('en-US')} keys`, many],
  ]
  for (const [name, secrets] of sets) await sayCells(name, target(secrets))
  if (Number(given.history) > 0) {
    await generateHistory(owner, { teams: 1000, requests: Number(given.history), days: 60 })
    await owner.query('vacuum (analyze)')
    // What is still to be written of it is no request's.
    await owner.query('checkpoint')
    const rows = Number(given.history).toLocaleString('en-US')
    for (const [name, secrets] of sets) await sayCells(`${name}, after ${rows} requests`, target(secrets))
  }

  const second = await tollgate.startFront()
  const both = [target(many), { ...tollgateTarget('front', second, secret, postgresPid), secrets: many }]
  await warmUp(load, both, 2_000)
  say('\n| fronts on one Postgres | requests/s | p50 ms | p99 ms | requests an admission | a settlement | waiting for locks |')
  say('|---|---|---|---|---|---|---|')
  for (const some of [both.slice(0, 1), both]) {
    const { calls, result } = await watchCalls(owner, () => sendToAll(some, { streamed: false, concurrency: 64 / some.length, ms: 2 * ms }))
    const rate = result.reduce((sum, { perSecond }) => sum + perSecond, 0)
    const worst = (read: (sample: Sample) => number) => Math.max(...result.map(read))
    const cells = [rate, worst(({ latency }) => latency.p50), worst(({ latency }) => latency.p99), calls.admitBatch, calls.settleBatch].map(
      round,
    )
    say(`| ${some.length} | ${cells.join(' | ')} | ${round(calls.lockWaitPercent)} % |`)
  }
  await sayHalfLoad()
  // Each takes two of a process's open files, of which a machine may allow only 20,000.
  const idle = await holdStreams(both, Number(given.streams))
  say(
    `\n${idle.open.toLocaleString('en-US')} idle streams held open at two fronts: ${round(idle.kilobytesEach)} kB each in the fronts' memory.`,
  )
  await Promise.all([front.stop(), second.stop()])
  const books = await checkBooks(owner)
  say(`Afterwards the books had ${books.requests.toLocaleString('en-US')} requests and ${books.problems} disagreements.`)
  await writeSection('Gateway: many keys, a long history, several processes', `\`npm run bench:scale\`: ${machine}.\n\n${lines.join('\n')}`)

  async function sayCells(name: string, one: Target): Promise<void> {
    for (const concurrency of [16, 64]) {
      const options = { rounds: Number(given.rounds), ms, tell: () => undefined }
      const { calls, result } = await watchCalls(owner, () => runRounds(load, [one], [{ streamed: false, concurrency }], options))
      const samples = result[0]?.samples.get('front') ?? []
      const best = samples.reduce((a, b) => (b.perSecond > a.perSecond ? b : a))
      const figures = [
        best.perSecond,
        best.latency.p50,
        best.latency.p99,
        best.gatewayUs,
        best.databaseUs,
        calls.admitBatch,
        calls.settleBatch,
      ]
      say(`| ${name} | ${concurrency} | ${figures.map(round).join(' | ')} | ${round(calls.lockWaitPercent)} % |`)
    }
  }

  async function sayHalfLoad(): Promise<void> {
    const full = await sendBurst(load, target(), { streamed: false, concurrency: 64, ms })
    const burst = { streamed: false, concurrency: 256, ms: 3 * ms, perSecond: Math.floor(full.perSecond / 2) }
    const direct = await sendBurst(load, upstreamTarget(upstream.port, upstream.pid), burst)
    const through = await sendBurst(load, target(), burst)
    const added = (['p50', 'p95', 'p99'] as const).map((name) => `${name} ${round(through.latency[name] - direct.latency[name])} ms`)
    say(
      `\nAt half of what it can do (${burst.perSecond.toLocaleString('en-US')} requests/s, sent on time whether others have ended or not) the front adds ${added.join(', ')}.`,
    )
  }
} finally {
  await Promise.all([load.stop(), upstream.stop()])
  await closePools()
  await tollgate.close()
}
