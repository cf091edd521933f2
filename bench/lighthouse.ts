import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from '@playwright/test'

// Lighthouse over the pages people use every day, on a portal that is running: BASE_URL and FIRST_RUN name it.
// Lighthouse itself is fetched from npm when this runs, so that no one else has to install it.
const lighthouse = 'lighthouse@13.5.0'
const baseUrl = process.env.BASE_URL ?? 'http://localhost:3000'
const firstRunFile = process.env.FIRST_RUN ?? '.tollgate/first-run.json'
const chromePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
const runs = 3

interface FirstRun {
  operator: { email: string; password: string }
  demo_team: { id: string }
}

interface Report {
  categories: Record<string, { score: number }>
  audits: Record<string, { numericValue?: number; score: number | null; title: string }>
}

/** The cookies of a signed-in operator, as a header. */
async function signIn({ operator }: FirstRun): Promise<string> {
  const browser = await chromium.launch({ executablePath: chromePath, args: flags })
  try {
    const page = await browser.newPage({ locale: 'en-US' })
    await page.goto(`${baseUrl}/sign-in`)
    await page.locator('input[name=email]').fill(operator.email)
    await page.locator('input[name=password]').fill(operator.password)
    await page.locator('button[type=submit]').click()
    await page.waitForURL(/\/(team_|admin)/)
    return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  } finally {
    await browser.close()
  }
}

async function measure(path: string, cookie: string, preset: 'mobile' | 'desktop', folder: string): Promise<Report> {
  const output = join(folder, 'report.json')
  const args = ['--yes', lighthouse, `${baseUrl}${path}`, '--quiet', '--output=json', `--output-path=${output}`]
  args.push('--only-categories=performance,accessibility', `--chrome-flags=--headless=new ${flags.join(' ')}`)
  if (cookie) args.push(`--extra-headers=${JSON.stringify({ Cookie: cookie })}`)
  if (preset === 'desktop') args.push('--preset=desktop')
  await promisify(execFile)('npx', args, { env: { ...process.env, CHROME_PATH: chromePath }, maxBuffer: 64 * 1024 * 1024 })
  return JSON.parse(await readFile(output, 'utf8')) as Report
}

const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const score = (reports: Report[], category: string) =>
  middle(reports.map((report) => Math.round((report.categories[category]?.score ?? 0) * 100)))
const value = (reports: Report[], audit: string) => middle(reports.map((report) => report.audits[audit]?.numericValue ?? 0))

const firstRun = JSON.parse(await readFile(firstRunFile, 'utf8')) as FirstRun
const team = `/${firstRun.demo_team.id}`
const cookie = await signIn(firstRun)
const folder = await mkdtemp(join(tmpdir(), 'tollgate-lighthouse-'))
process.stdout.write(
  '| page | device | performance | accessibility | LCP ms | TBT ms | CLS | failing |\n|---|---|--:|--:|--:|--:|--:|---|\n',
)
try {
  for (const path of ['/sign-in', team, `${team}/keys`, `${team}/usage`, `${team}/logs`]) {
    for (const preset of ['mobile', 'desktop'] as const) {
      const reports: Report[] = []
      for (let run = 0; run < runs; run++) reports.push(await measure(path, path === '/sign-in' ? '' : cookie, preset, folder))
      const failing = Object.entries(reports[0]?.audits ?? {}).filter(
        ([id, { score: of }]) => of === 0 && id.match(/^(aria|color|label|heading|target|link|button|image|html)/),
      )
      const cells = [path.replace(team, '/[team]'), preset, score(reports, 'performance'), score(reports, 'accessibility')]
      cells.push(Math.round(value(reports, 'largest-contentful-paint')), Math.round(value(reports, 'total-blocking-time')))
      cells.push(value(reports, 'cumulative-layout-shift').toFixed(3), failing.map(([id]) => id).join(' '))
      process.stdout.write(`| ${cells.join(' | ')} |\n`)
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
