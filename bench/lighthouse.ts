import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { chromium } from '@playwright/test'
import pg from 'pg'
import { generateHistory } from '#bench/portal/generate'
import { parseId } from '#lib/shared/ids'
import { embeddedOwnerUrl } from '#scripts/connect-owner'

// Lighthouse over the pages people use every day, on a portal that is running: BASE_URL and FIRST_RUN name it.
// Lighthouse itself is fetched from npm when this runs, so that no one else has to install it.
const lighthouse = 'lighthouse@13.5.0'
const baseUrl = process.env.BASE_URL ?? 'http://localhost:3000'
const firstRunFile = process.env.FIRST_RUN ?? '.tollgate/first-run.json'
const chromePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const presets = ['mobile', 'desktop'] as const
/** `--runs`: of each page and preset; the middle one counts. */
const { values: given } = parseArgs({ options: { runs: { type: 'string', default: '5' } } })
const runs = Number(given.runs)
/** Now and then Chromium loses the start of a page (NO_NAVSTART), which says nothing about the page. */
const repeats = 2
const requests = 2_000
const heading = '## Portal: Lighthouse'

interface FirstRun {
  operator: { email: string; password: string }
  demo_team: { id: string }
}

interface Report {
  runtimeError?: { code: string }
  categories: Record<string, { score: number | null }>
  audits: Record<string, { numericValue?: number; score: number | null }>
}

/** A month of use for the team that is measured, once, where the portal's database is the embedded one. */
async function seedPages(shownTeam: string): Promise<void> {
  const [connectionString, teamId] = [await embeddedOwnerUrl(dirname(firstRunFile)), parseId('team', shownTeam)]
  if (connectionString === null || teamId === null) return
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int as count from (select from usage.requests where team_id = $1 limit $2) as sample',
      [teamId, requests / 4],
    )
    if ((rows[0]?.count ?? 0) < requests / 4)
      await generateHistory(client, { teamId, requests, days: 30, seed: Number.parseInt(teamId.slice(-7), 16) })
  } finally {
    await client.end()
  }
}

/** Writes the cookies of a signed-in operator to a file, as the header that Lighthouse sends: arguments show up in errors. */
async function signIn({ operator }: FirstRun, file: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: chromePath, args: flags })
  try {
    const page = await browser.newPage({ locale: 'en-US' })
    await page.goto(`${baseUrl}/sign-in`)
    await page.locator('input[name=email]').fill(operator.email)
    await page.locator('input[name=password]').fill(operator.password)
    await page.locator('button[type=submit]').click()
    await page.waitForURL(/\/(team_|admin)/)
    const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    await writeFile(file, JSON.stringify({ Cookie: cookies }), { mode: 0o600 })
  } finally {
    await browser.close()
  }
}

interface Visit {
  path: string
  headersFile: string | null
  preset: (typeof presets)[number]
  folder: string
}

async function runOnce({ path, headersFile, preset, folder }: Visit): Promise<Report> {
  const output = join(folder, 'report.json')
  const args = ['--yes', lighthouse, `${baseUrl}${path}`, '--quiet', '--output=json', `--output-path=${output}`]
  args.push('--only-categories=performance,accessibility', `--chrome-flags=--headless=new ${flags.join(' ')}`)
  if (headersFile) args.push(`--extra-headers=${headersFile}`)
  if (preset === 'desktop') args.push('--preset=desktop')
  await rm(output, { force: true })
  // It ends with an error of its own when a run is lost; the report says why.
  const failure = await promisify(execFile)('npx', args, { env: { ...process.env, CHROME_PATH: chromePath } }).then(
    () => null,
    (error: Error) => error,
  )
  const written = await readFile(output, 'utf8').catch(() => null)
  if (written === null) throw failure ?? new Error(`Lighthouse wrote no report of ${path}`)
  return JSON.parse(written) as Report
}

async function measure(visit: Visit): Promise<Report> {
  for (let time = 0; ; time++) {
    const report = await runOnce(visit)
    if (!report.runtimeError) return report
    const { code } = report.runtimeError
    if (code !== 'NO_NAVSTART' || time === repeats) throw new Error(`Lighthouse on ${visit.path}, ${visit.preset}: ${code}`)
    process.stderr.write(`${visit.path}, ${visit.preset}: ${code}, once more\n`)
  }
}

const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const score = (reports: Report[], category: string) =>
  middle(reports.map(({ categories }) => Math.round((categories[category]?.score ?? 0) * 100)))
const value = (reports: Report[], audit: string) => middle(reports.map(({ audits }) => audits[audit]?.numericValue ?? 0))

function row(page: string, preset: string, reports: Report[]): string {
  const failing = Object.entries(reports[0]?.audits ?? {}).filter(
    ([id, { score: of }]) => of === 0 && /^(aria|color|label|heading|target|link|button|image|html)/.test(id),
  )
  const ms = (audit: string) => Math.round(value(reports, audit))
  const cells = [page, preset, score(reports, 'performance'), score(reports, 'accessibility')]
  cells.push(ms('first-contentful-paint'), ms('largest-contentful-paint'), ms('total-blocking-time'))
  cells.push(value(reports, 'cumulative-layout-shift').toFixed(3), failing.map(([id]) => id).join(' ') || 'none')
  return `| ${cells.join(' | ')} |`
}

async function measurePages(team: string, folder: string, headersFile: string): Promise<string[]> {
  const rows: string[] = []
  for (const path of ['/sign-in', team, `${team}/keys`, `${team}/usage`, `${team}/logs`]) {
    for (const preset of presets) {
      const visit = { path, preset, folder, headersFile: path === '/sign-in' ? null : headersFile }
      const reports: Report[] = []
      for (let run = 0; run < runs; run++) reports.push(await measure(visit))
      rows.push(row(path.replace(team, '/[team]'), preset, reports))
      process.stdout.write(`${rows.at(-1)}\n`)
    }
  }
  return rows
}

function describe(rows: string[], load: number): string {
  return `${heading}

\`npm run bench:lighthouse\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0]?.model}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, a load of ${load.toFixed(1)} before it began; ${lighthouse}
with its own settings (mobile: slow 4G and a CPU four times slower, both simulated), portal, database and browser on the same machine,
a cold cache, a team with ${requests.toLocaleString('en')} requests. Median of ${runs} runs each; milliseconds.

| page | device | performance | accessibility | FCP | LCP | TBT | CLS | failing |
|---|---|--:|--:|--:|--:|--:|--:|---|
${rows.join('\n')}
`
}

const [load = 0] = loadavg()
const results = new URL('RESULTS.md', import.meta.url)
const firstRun = JSON.parse(await readFile(firstRunFile, 'utf8')) as FirstRun
const folder = await mkdtemp(join(tmpdir(), 'tollgate-lighthouse-'))
try {
  await seedPages(firstRun.demo_team.id)
  const headersFile = join(folder, 'headers.json')
  await signIn(firstRun, headersFile)
  const rows = await measurePages(`/${firstRun.demo_team.id}`, folder, headersFile)
  const kept = (await readFile(results, 'utf8')).split(/^(?=## )/m).filter((part) => !part.startsWith(heading))
  await writeFile(results, `${kept.join('').trimEnd()}\n\n${describe(rows, load)}`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
