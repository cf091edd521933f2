import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { closePools } from '#lib/shared/database/pools'
import { parseUsd } from '#lib/shared/money'
import { writeSection } from './figures/write-results.ts'
import { heavyBodies } from './load/heavy-bodies.ts'
import { startListener } from './start/child-program.ts'
import { benchModel, seedCatalogue, seedTeam } from './start/seed-gateway.ts'
import { startTollgate } from './start/tollgate.ts'

// How long one request keeps the front's event loop from all others: processor time of its thread between two turns.
const times = 5
const mostMs = 20

const tollgate = await startTollgate()
const upstream = await startListener('upstream')
const file = join(tollgate.dataDir, 'loop')
try {
  await seedCatalogue(upstream.port)
  const rich = await seedTeam('Rich team')
  // The byte bound of a heavy body does not fit its credit, so that its text is tokenised.
  const poor = await seedTeam('Poor team', parseUsd('0.2'))
  const watch = pathToFileURL(join(import.meta.dirname, 'programs', 'watch-loop.ts')).href
  const front = await tollgate.startFront({ nodeOptions: `--import=${watch}`, environment: { TOLLGATE_BENCH_LOOP_FILE: file } })
  const rows: string[] = []
  for (const [name, body] of Object.entries(heavyBodies(benchModel))) {
    const bytes = Buffer.byteLength(body)
    const first: number[] = []
    const later: number[] = []
    for (const { secret } of [rich, poor]) {
      const longest: number[] = []
      for (let n = 0; n < times; n++) {
        await longestTurn(front.pid)
        const answer = await fetch(`http://127.0.0.1:${front.port}/api/v1/chat/completions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
          body,
        })
        await answer.arrayBuffer()
        if (answer.status !== 200 && answer.status !== 402) throw new Error(`${name}: ${answer.status}`)
        longest.push(await longestTurn(front.pid))
      }
      first.push(longest[0] ?? 0)
      later.push(Math.max(...longest.slice(1)))
    }
    const cells = [bytes.toLocaleString('en-US'), ...[first, later].flatMap((both) => both.map((ms) => ms.toFixed(1)))]
    rows.push(`| ${name} | ${cells.join(' | ')} | ${Math.max(...first, ...later) <= mostMs ? 'yes' : 'NO'} |`)
    console.log(rows.at(-1))
  }
  const head =
    '| body | bytes | first time ms | first, tokenised | later, the longest of four | later, tokenised | within 20 ms |\n|---|---|---|---|---|---|---|'
  await writeSection(
    'Gateway: how long one request holds the event loop',
    `\`npm run bench:event-loop\`: the longest turn of the front's loop in processor time of its thread, while the request runs alone.\n\n${head}\n${rows.join('\n')}`,
  )
} finally {
  await upstream.stop()
  await closePools()
  await tollgate.close()
}

async function longestTurn(pid: number): Promise<number> {
  await sleep(40)
  process.kill(pid, 'SIGUSR2')
  await sleep(40)
  return Number(await readFile(file, 'utf8'))
}
