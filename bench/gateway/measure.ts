import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { closePools } from '#lib/shared/database/pools'
import { checkBooks } from './figures/check-books.ts'
import { checkFloors } from './figures/floors.ts'
import { describeMachine } from './figures/machine.ts'
import { type Cell, type Measured, runRounds, warmUp } from './figures/rounds.ts'
import { cellTables, floorTable } from './figures/tables.ts'
import { writeSection } from './figures/write-results.ts'
import { pin, startListener, startProgram } from './start/child-program.ts'
import { seedCatalogue, seedTeam } from './start/seed-gateway.ts'
import { bareTarget, portkeyTarget, type Target, targetNames, tollgateTarget, upstreamTarget } from './start/targets.ts'
import { startTollgate } from './start/tollgate.ts'

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    targets: { type: 'string' },
    /** Cells by their concurrency and kind, such as `w1,w64,s64`. */
    cells: { type: 'string' },
    /** Folder for a processor profile of the front. */
    profile: { type: 'string' },
    pin: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
const quick = given.quick
const rounds = Number(given.rounds ?? (quick ? 2 : 5))
const ms = Number(given.seconds ?? (quick ? 1.5 : 3)) * 1000
const wanted = given.targets?.split(',') ?? targetNames.filter((name) => !quick || name !== 'next')
const cells = (given.cells ?? (quick ? 'w1,w16,w64,s16,s64' : 'w1,w16,w64,s1,s16,s64,p64')).split(',').map(readCell)

/** On two cores or more the gateways have the first, upstream and load the second; Postgres takes what is free. */
const pinned = given.pin && cpus().length >= 2
const gatewayCore = pinned ? '0' : null
const loadCore = pinned ? '1' : null

function readCell(text: string): Cell {
  return { streamed: !text.startsWith('w'), concurrency: Number(text.slice(1)), ...(text.startsWith('p') ? { gapMs: 20 } : {}) }
}

const tollgate = await startTollgate()
const upstream = await startListener('upstream')
const load = startProgram('load')
const targets: Target[] = []
try {
  pin(upstream.pid, loadCore)
  pin(load.pid, loadCore)
  await seedCatalogue(upstream.port)
  const { secret } = await seedTeam('Measured team')
  await startTargets(secret)
  const machine = await describeMachine(
    tollgate.owner,
    pinned ? 'gateways on core 0, upstream and load on core 1, Postgres on either' : 'nothing pinned',
  )
  await warmUp(load, targets, quick ? 2_000 : 10_000)
  const measured = await runRounds(load, targets, cells, { rounds, ms, tell: (text) => console.error(text) })
  const floors = checkFloors(measured)
  console.log(`${cellTables(measured)}\n${floorTable(floors)}\n`)
  const books = await checkBooks(tollgate.owner)
  const sentence = `Afterwards the books had ${books.requests.toLocaleString('en-US')} requests, ${books.holds} holds and ${books.problems} disagreements.`
  console.log(`${machine}\n${sentence}`)
  if (!quick) await writeSection('Gateway: money at the speed of a pass-through', report(measured, machine, sentence))
} finally {
  await Promise.all([...targets.map((target) => target.stop()), load.stop(), upstream.stop()])
  await closePools()
  await tollgate.close()
}

async function startTargets(secret: string): Promise<void> {
  const { postgresPid } = tollgate
  if (wanted.includes('upstream')) targets.push(upstreamTarget(upstream.port, upstream.pid))
  if (wanted.includes('bare')) targets.push(bareTarget(await startListener('bare', [`http://127.0.0.1:${upstream.port}`])))
  if (wanted.includes('front')) {
    const nodeOptions = given.profile === undefined ? undefined : `--cpu-prof --cpu-prof-dir=${given.profile}`
    targets.push(tollgateTarget('front', await tollgate.startFront({ nodeOptions }), secret, postgresPid))
  }
  if (wanted.includes('next')) targets.push(tollgateTarget('next', await tollgate.startNextRoute(), secret, postgresPid))
  if (wanted.includes('portkey')) targets.push(await portkeyTarget(upstream.port))
  for (const { name, gateway } of targets) if (name !== 'upstream') for (const { pid } of gateway) pin(pid, gatewayCore)
}

function report(measured: readonly Measured[], machine: string, books: string): string {
  const date = new Date().toISOString().slice(0, 10)
  return [
    `\`npm run bench\` on ${date}: ${machine}. ${rounds} rounds of ${ms / 1000} s each, in which the targets took turns; the middle of the rounds.`,
    books,
    '',
    floorTable(checkFloors(measured)),
    '',
    cellTables(measured),
  ].join('\n')
}
