import { spawn, type ChildProcess } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { readJsonFile } from '#dev/embedded/secret-files'
import { runCommand } from '#dev/embedded/run-command'
import { showStep } from '../../scripts/progress.mjs'

export interface Outcome {
  passed: number
  failed: number
  /** What was left out, each group with its reason. */
  skipped: string[]
}

interface Skipped {
  name: string
  reason: string | undefined
}

/** A check that passes or fails as one; its words are shown only when it fails. */
export async function runCheck(name: string, program: string, args: string[]): Promise<Outcome> {
  const result = await showStep(name, () => runCommand(program, args))
  if (result.code === 0) return { passed: 1, failed: 0, skipped: [] }
  process.stdout.write(`${result.stdout}${result.stderr}\n  ✗ ${name} failed\n`)
  return { passed: 0, failed: 1, skipped: [] }
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: { assertionResults: { status: string; fullName: string; ancestorTitles: string[]; meta?: { skipReason?: string } }[] }[]
}

export async function runVitest(reportFile: string): Promise<Outcome> {
  await rm(reportFile, { force: true })
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  const code = await runInView('Unit, integration, contract and fault tests', 'vitest', args)
  const report = await readJsonFile<VitestReport>(reportFile)
  if (report === null) return { passed: 0, failed: 1, skipped: [] }
  const skipped = report.testResults
    .flatMap((file) => file.assertionResults)
    .filter(({ status }) => !['passed', 'failed'].includes(status))
    .map(({ fullName, ancestorTitles, meta }) => ({ name: ancestorTitles[0] ?? fullName, reason: meta?.skipReason }))
  // A file that could not be loaded, or an error outside any test, fails the run without failing a test.
  const failed = Math.max(report.numFailedTests, code === 0 ? 0 : 1)
  return { passed: report.numPassedTests, failed, skipped: describeSkipped(skipped) }
}

interface PlaywrightSuite {
  specs: { title: string; tests: { projectName: string; status: string; annotations: { type: string; description?: string }[] }[] }[]
  suites?: PlaywrightSuite[]
}

export async function runPlaywright(reportFile: string): Promise<Outcome> {
  await rm(reportFile, { force: true })
  const code = await runInView('Browser tests', 'playwright', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile })
  const report = await readJsonFile<{ suites: PlaywrightSuite[] }>(reportFile)
  if (report === null) return { passed: 0, failed: 1, skipped: [] }
  const specs = report.suites.flatMap(function list(suite): PlaywrightSuite['specs'] {
    return [...suite.specs, ...(suite.suites ?? []).flatMap(list)]
  })
  const tests = specs.flatMap(({ title, tests: runs }) => runs.map((run) => ({ title: `${title} (${run.projectName})`, ...run })))
  const count = (...states: string[]) => tests.filter(({ status }) => states.includes(status)).length
  const skipped = tests
    .filter(({ status }) => status === 'skipped')
    .map(({ title, annotations }) => ({ name: title, reason: annotations.find(({ description }) => description)?.description }))
  // A test that passed only at the second try has failed.
  const failed = Math.max(count('unexpected', 'flaky'), code === 0 ? 0 : 1)
  return { passed: count('expected'), failed, skipped: describeSkipped(skipped) }
}

/** One line for all tests of a group that are left out for the same reason. */
function describeSkipped(skipped: Skipped[]): string[] {
  const groups = Map.groupBy(skipped, ({ name, reason }) => `${name}: ${reason ?? 'no reason given'}`)
  return [...groups].map(([group, { length }]) => `${length} ${length === 1 ? 'test' : 'tests'} of ${group}`)
}

let running: ChildProcess | undefined

/** Ends the suite that runs now; it cleans up after itself. */
export function stopSuite(): void {
  running?.kill('SIGTERM')
}

/** Runs a suite whose own output is its progress. */
function runInView(name: string, program: string, args: string[], environment: Record<string, string> = {}): Promise<number | null> {
  process.stdout.write(`\n  ${name}\n`)
  const begun = Date.now()
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...environment } })
    running = child
    child.once('error', () => resolve(null))
    child.once('close', (code) => {
      running = undefined
      process.stdout.write(`  ${code === 0 ? '✓' : '✗'} ${name} ${((Date.now() - begun) / 1000).toFixed(1)} s\n`)
      resolve(code)
    })
  })
}
