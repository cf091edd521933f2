import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { systemActor } from '#lib/portal/acting/actor'
import { updateKey } from '#lib/portal/keys/update-key'
import { changeTeamPolicy } from '#lib/portal/policies/team-policy'
import { closePools } from '#lib/shared/database/pools'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'
import { checkBooks } from './figures/check-books.ts'
import { describeMachine } from './figures/machine.ts'
import { middle } from './figures/rounds.ts'
import { writeSection } from './figures/write-results.ts'
import { type Sample, sendBurst } from './load/send-load.ts'
import { pin, startListener, startProgram } from './start/child-program.ts'
import { benchModel, seedCatalogue, seedTeam } from './start/seed-gateway.ts'
import { type Target, tollgateTarget } from './start/targets.ts'
import { startTollgate } from './start/tollgate.ts'

// What policies, limits and budgets cost a request: two keys at one front, one bound to nothing and one to everything, in turns.
const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '3' },
    write: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
const rounds = Number(given.rounds)
const ms = Number(given.seconds) * 1_000
const concurrencies = [1, 16, 64]
const mostRatio = 1.3

const plenty = 1_000_000_000
const whole: PolicyDocument = {
  models: { allow: ['bench-*'], deny: ['*-preview'] },
  endpoints: { allow: ['POST chat/*', 'GET *'] },
  ip_allow: ['127.0.0.0/8', '::1'],
  expires_at: '2099-01-01T00:00:00Z',
  limits: {
    requests_per_minute: plenty,
    tokens_per_minute: plenty,
    concurrency: 1_000_000,
    per_model: { 'bench-*': { requests_per_day: plenty } },
  },
  max_output_tokens: 4_096,
  max_request_usd: '10',
  clients: { deny: ['codex'] },
  aliases: { fast: benchModel },
  tags: ['bench'],
}
const budgets: PolicyDocument['budgets'] = [
  { amount_usd: '900000000', period: 'month' },
  { amount_usd: '900000000', period: 'day' },
]

const tollgate = await startTollgate()
const upstream = await startListener('upstream')
const load = startProgram('load')
const pinned = cpus().length >= 2
try {
  await seedCatalogue(upstream.port)
  const [free, bound] = [await seedTeam('Bound to nothing'), await seedTeam('Bound to everything')]
  await updateKey(systemActor, { keyId: free.keyId, policy: { limits: null, budgets: null } })
  await changeTeamPolicy(systemActor, bound.teamId, whole)
  await updateKey(systemActor, { keyId: bound.keyId, policy: { ...whole, budgets } })
  const front = await tollgate.startFront()
  const targets = [free, bound].map(({ secret }) => tollgateTarget('front', front, secret, tollgate.postgresPid))
  if (pinned)
    for (const [{ pid }, core] of [
      [front, '0'],
      [upstream, '1'],
      [load, '1'],
    ] as const)
      pin(pid, core)
  const machine = await describeMachine(tollgate.owner, pinned ? 'the front on core 0, upstream and load on core 1' : 'nothing pinned')
  for (const target of [...targets, ...targets]) await measure(target, 16, 4_000)
  const rows: string[] = []
  for (const concurrency of concurrencies) rows.push(await compare(targets, concurrency))
  const { requests, problems } = await checkBooks(tollgate.owner)
  const head =
    '| at once | none: µs of the front | all | ratio | none: µs of Postgres | all | ratio | both together | within 1.3 |\n|---|---|---|---|---|---|---|---|---|'
  const text = [
    `\`npm run bench:policies\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. One front; a key bound to nothing, and one whose team and key each have a policy with everything in it (models, paths, addresses, tools, an alias, the most of output and cost, three limits and one of a model pattern each) and two budgets. ${rounds} rounds of ${ms / 1_000} s each in turns; processor time a request, the middle of the rounds, and of the ratios within a round. Afterwards the books had ${requests.toLocaleString('en-US')} requests and ${problems} disagreements.`,
    '',
    head,
    ...rows,
  ].join('\n')
  console.log(text)
  if (given.write) await writeSection('Policies, limits and budgets: CPU of a request through the front', text)
} finally {
  await Promise.all([load.stop(), upstream.stop()])
  await closePools()
  await tollgate.close()
}

async function measure(target: Target, concurrency: number, forMs: number): Promise<Sample> {
  const sample = await sendBurst(load, target, { streamed: false, concurrency, ms: forMs })
  if (sample.failed > 0) throw new Error(`refused or failed: ${JSON.stringify(sample.failures)}`)
  return sample
}

async function compare([free, bound]: Target[], concurrency: number): Promise<string> {
  if (!free || !bound) throw new Error('two keys are compared')
  const pairs: { none: Sample; all: Sample }[] = []
  for (let round = 0; round < rounds; round++) {
    const freeFirst = round % 2 === 0
    const first = await measure(freeFirst ? free : bound, concurrency, ms)
    const second = await measure(freeFirst ? bound : free, concurrency, ms)
    pairs.push(freeFirst ? { none: first, all: second } : { none: second, all: first })
  }
  const of = (read: (sample: Sample) => number) => {
    const ratio = middle(pairs.map(({ none, all }) => read(all) / read(none)))
    const cells = [middle(pairs.map(({ none }) => read(none))), middle(pairs.map(({ all }) => read(all)))].map((us) => us.toFixed(0))
    return { ratio, text: [...cells, ratio.toFixed(2)].join(' | ') }
  }
  const ofFront = of(({ gatewayUs }) => gatewayUs)
  const ofPostgres = of(({ databaseUs }) => databaseUs)
  const { ratio } = of(({ gatewayUs, databaseUs }) => gatewayUs + databaseUs)
  const row = `| ${concurrency} | ${ofFront.text} | ${ofPostgres.text} | ${ratio.toFixed(2)} | ${ratio <= mostRatio ? 'yes' : 'NO'} |`
  console.error(row)
  return row
}
