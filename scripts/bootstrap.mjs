// Runs on whatever Node is there (18 or newer), with nothing installed: brings the packages, among them the Node that
// the project is made for, and hands over to that.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { constants } from 'node:os'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { explainPort } from './check-port.mjs'
import { installPackages } from './install-packages.mjs'
import { watchAncestors } from './watch-ancestors.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const major = (version) => Number(version.split('.')[0])
const NODE_MAJOR = 24
const [command, ...rest] = process.argv.slice(2)
const startedAt = Date.now()

/** What each command runs. Programs that do not look after it themselves end when we do. */
const programs = {
  start: ['dev/start.ts', 'start'],
  dev: ['dev/start.ts', 'dev'],
  doctor: ['scripts/doctor.ts'],
  test: ['tests/run.ts'],
  run: [],
}

async function main() {
  if (major(process.versions.node) < 18)
    throw new Error(`Node ${process.versions.node} is too old to begin with: install Node 20 or newer.`)
  const program = programs[command]
  if (!program || (command === 'run' && !rest[0])) throw new Error('Use: npm start, npm run dev, npm run doctor or npm test.')
  if (command === 'start' || command === 'dev') {
    const taken = await explainPort(process.env.PORT)
    if (taken) throw new Error(taken)
    process.stdout.write(`\n  Tollgate${command === 'dev' ? ' (development)' : ''}\n\n`)
  }
  await installPackages(root, 'Installing packages')
  const [script, ...args] = [...program, ...rest]
  const watch = command === 'start' || command === 'dev' ? [] : ['--import', pathToFileURL(join(root, 'dev', 'watch-parent.ts')).href]
  return handOver([...watch, join(root, script), ...args])
}

function projectNode() {
  const binary = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(binary)) return binary
  if (major(process.versions.node) >= NODE_MAJOR) return process.execPath
  throw new Error(
    `Node ${NODE_MAJOR} is needed and npm has none for ${process.platform}-${process.arch}: install Node ${NODE_MAJOR} and start again.`,
  )
}

/** @returns {Promise<number>} the program's exit code */
function handOver(args) {
  const bin = join(root, 'node_modules', '.bin')
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    TOLLGATE_STARTED_AT: String(startedAt),
    TOLLGATE_LAUNCHER_PID: String(process.pid),
    NEXT_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
  }
  // The channel is how the program notices that we are gone, even when we had no chance to say so.
  // Requests are short-lived: with room for what is young, a third less processor time goes into collecting it.
  const child = spawn(projectNode(), ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=32', ...args], {
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  watchAncestors(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`\n${error.message}\n`)
    process.exit(1)
  },
)
