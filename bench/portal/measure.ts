import { readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { type Installation, openInstallation, sampleTeams } from './measure/open-installation.ts'

const { values: given } = parseArgs({
  options: {
    teams: { type: 'string', default: '1000' },
    requests: { type: 'string', default: '10000000' },
    days: { type: 'string', default: '60' },
    times: { type: 'string', default: '50' },
    only: { type: 'string' },
    dry: { type: 'boolean', default: false },
  },
})

/** What is asked of each sampled team, and of the operator. */
const teamPages: Record<string, string> = {
  'overview, 7 days': '',
  'overview, 30 days': '?period=30d',
  keys: '/keys',
  'usage by day, 30 days': '/usage?period=30d',
  'usage by model, 30 days': '/usage?period=30d&group=model',
  'usage by key, 30 days': '/usage?period=30d&group=key',
  'usage as CSV': '/usage/export?period=30d&group=key',
  logs: '/logs',
  'logs, failed ones': '/logs?status=failed',
  models: '/models',
  team: '/team',
}
const operatorPages: Record<string, string> = {
  home: '/admin',
  'home, 30 days': '/admin?period=30d',
  channels: '/admin/channels',
  models: '/admin/models',
  teams: '/admin/teams',
  'teams, searched': '/admin/teams?q=robotics',
  users: '/admin/users',
  'users, searched': '/admin/users?q=person1',
  audit: '/admin/audit',
  system: '/admin/system',
}
const places = [1, 10, 100, 1000]
const target = 200

interface Figures {
  page: string
  who: string
  status: number
  firstByte: number[]
  complete: number[]
}

async function measure({ baseUrl, cookie }: Installation, page: string, who: string, path: string): Promise<Figures> {
  const figures: Figures = { page, who, status: 0, firstByte: [], complete: [] }
  const warmUps = 3
  for (let time = 0; time < warmUps + Number(given.times); time++) {
    const begun = performance.now()
    const response = await fetch(baseUrl + path, { headers: { cookie, 'accept-language': 'en' }, redirect: 'manual' })
    const firstByte = performance.now() - begun
    await response.arrayBuffer()
    const complete = performance.now() - begun
    figures.status = response.status
    if (response.status !== 200) break
    if (time < warmUps) continue
    figures.firstByte.push(firstByte)
    figures.complete.push(complete)
  }
  process.stdout.write(`${row(figures)}\n`)
  return figures
}

const percentile = (values: number[], share: number) => values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN

function row({ page, who, status, firstByte, complete }: Figures): string {
  if (status !== 200) return `| ${page} | ${who} | answered ${status} | | | | |`
  const ms = (values: number[], share: number) => percentile(values, share).toFixed(0)
  const p95 = percentile(complete, 0.95)
  return `| ${page} | ${who} | ${ms(firstByte, 0.5)} | ${ms(firstByte, 0.95)} | ${ms(complete, 0.5)} | ${ms(complete, 0.95)} | ${p95 <= target ? 'yes' : '**no**'} |`
}

async function run(installation: Installation): Promise<Figures[]> {
  const wanted = (page: string) => given.only === undefined || given.only.split(',').some((part) => page.includes(part))
  const teams = await sampleTeams(installation.owner, places)
  const results: Figures[] = []
  for (const [page, path] of Object.entries(teamPages).filter(([name]) => wanted(name))) {
    for (const team of teams) {
      results.push(
        await measure(installation, page, `team ${team.place} (${team.requests.toLocaleString('en')} requests)`, `/${team.id}${path}`),
      )
    }
  }
  for (const [page, path] of Object.entries(operatorPages).filter(([name]) => wanted(name))) {
    results.push(await measure(installation, page, 'operator', path))
  }
  return results
}

async function report(installation: Installation, results: Figures[]): Promise<string> {
  const { rows } = await installation.owner.query<{ version: string; teams: string; requests: string; size: string }>(
    `select current_setting('server_version') as version, (select count(*) from core.teams) as teams, (select count(*) from usage.requests) as requests,
       pg_size_pretty(pg_database_size(current_database())) as size`,
  )
  const [database] = rows
  return `## Portal: server time of pages

\`npm run bench:portal\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0]?.model}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, PostgreSQL ${database?.version} with the
embedded stack's own settings (128 MB of shared buffers), portal, database and this client on the same machine. ${Number(database?.teams).toLocaleString('en')} teams,
${Number(database?.requests).toLocaleString('en')} request rows over ${given.days} days, ${database?.size} on disk. Every page ${given.times} times, one at a time, after three to warm up, signed in, as a member
under row-level security (team pages) or as operator. Milliseconds at the client over loopback: to the first byte, and to the last (the page whole, streamed parts
included). Target: ${target} ms to the last byte at p95.

| page | who | first byte p50 | p95 | whole p50 | p95 | in time |
|---|---|---|---|---|---|---|
${results.map(row).join('\n')}
`
}

const file = new URL('../RESULTS.md', import.meta.url)
const installation = await openInstallation({ teams: Number(given.teams), requests: Number(given.requests), days: Number(given.days) })
try {
  const section = await report(installation, await run(installation))
  const kept = (await readFile(file, 'utf8').catch(() => '# Measurements\n'))
    .split(/^(?=## )/m)
    .filter((part) => !part.startsWith('## Portal: server time'))
  if (!given.dry) await writeFile(file, `${kept.join('').trimEnd()}\n\n${section}`)
} finally {
  await installation.close()
}
