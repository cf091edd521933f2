import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildPortal, isBuildStale } from '#dev/build'
import { projectRoot } from '#dev/embedded/data-folder'
import { StartFailure } from '#dev/embedded/start-failure'
import { installPackages } from '../scripts/install-packages.mjs'
import { showStep } from '../scripts/progress.mjs'
import { installDebianPackages } from '#tests/support/install-debian-packages'
import { runCheck, runPlaywright, runVitest, stopSuite, type Outcome } from '#tests/support/run-suites'

// `npm test`: everything that must hold before a change is merged, ending with one line "N passed, N failed".
const tools = join(projectRoot, 'tools')
const reports = join(projectRoot, 'test-results')
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop.abort(new Error('Stopped.'))
    stopSuite()
  })
}

const checks: [string, string, string[]][] = [
  ['Format', 'biome', ['format', '--max-diagnostics=20', '.']],
  ['Lint', 'oxlint', ['--type-aware', '--deny-warnings']],
  [
    'Planes',
    'depcruise',
    ['--config', '.dependency-cruiser.cjs', 'app', 'lib', 'dev', 'scripts', 'tests', 'bench', 'i18n', 'server.ts', 'middleware.ts'],
  ],
]

async function runAll(): Promise<Outcome> {
  process.env.PATH = `${join(tools, 'node_modules', '.bin')}:${process.env.PATH}`
  await installPackages(tools, 'Installing tools')
  await installDebianPackages({ chromium: 'chromium', 'redis-server': 'redis-server' })
  await mkdir(reports, { recursive: true })

  const outcomes: Outcome[] = []
  const add = async (run: () => Promise<Outcome>) => {
    stop.signal.throwIfAborted()
    outcomes.push(await run())
  }
  for (const [name, program, args] of checks) await add(() => runCheck(name, program, args))
  const built = await build()
  await add(async () => built)
  // After the build, which writes types of its own: those of an older one may name routes that are gone.
  await add(() => runCheck('Types', 'tsc', ['--noEmit']))
  await add(() => runVitest(join(reports, 'vitest.json')))
  // The browser tests start the built portal; without it they would only say the same again.
  if (built.failed === 0) await add(() => runPlaywright(join(reports, 'playwright.json')))
  const sum = (pick: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + pick(outcome), 0)
  return { passed: sum((one) => one.passed), failed: sum((one) => one.failed), skipped: outcomes.flatMap((one) => one.skipped) }
}

async function build(): Promise<Outcome> {
  try {
    await showStep('Build', async (tell) => {
      if (await isBuildStale()) await buildPortal(tell, stop.signal)
      else tell('fresh')
    })
    return { passed: 1, failed: 0, skipped: [] }
  } catch (error) {
    process.stderr.write(`${error instanceof StartFailure ? error.message : String(error)}\n`)
    return { passed: 0, failed: 1, skipped: [] }
  }
}

try {
  const { passed, failed, skipped } = await runAll()
  for (const reason of skipped) process.stdout.write(`skipped: ${reason}\n`)
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  process.exit(failed === 0 && passed > 0 ? 0 : 1)
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
