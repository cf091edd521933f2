// Plain JavaScript for any Node from 18 on: nothing is installed yet when it runs.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { showStep } from './progress.mjs'

/**
 * Installs what the lock file of a folder names, unless it is there.
 * @param {string} folder
 * @param {string} name for the progress line
 * @throws Error with one sentence for a person
 */
export async function installPackages(folder, name) {
  if (isInstalled(folder)) return
  await requireSpace(folder)
  await showStep(name, async (tell) => {
    tell('a minute or two the first time')
    const { code, output } = await runNpm(folder)
    if (code === null) throw new Error('Stopped before the packages were there: the next start goes on.')
    if (code !== 0 || !isInstalled(folder)) throw new Error(explain(output, folder))
    tell('')
  })
}

/** npm keeps its own record of what it has put into node_modules; it leaves out other machines' optional packages. */
function isInstalled(folder) {
  const installed = readPackages(join(folder, 'node_modules', '.package-lock.json'))
  const wanted = readPackages(join(folder, 'package-lock.json'))
  if (!wanted)
    throw new Error(`${join(folder, 'package-lock.json')} is missing or damaged: restore it with "git checkout package-lock.json".`)
  if (!installed) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true
    const found = installed[path]
    return found ? found.version === entry.version : Boolean(entry.optional || entry.devOptional || entry.peer)
  })
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return null
  }
}

async function requireSpace(folder) {
  if (!statfs) return
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < 2_000_000_000)
    throw new Error(
      `The disk that holds ${folder} has less than 2 GB free, which the packages and the build need: free some space there and start again.`,
    )
}

/** Install scripts stay off: nothing needs one, and many machines forbid them. */
function runNpm(folder) {
  const npm = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
  const cli = process.env.npm_execpath
  const command = cli && cli.endsWith('.js') ? [process.execPath, cli, ...npm] : ['npm', ...npm]
  // Should we be killed hard, npm must not go on alone.
  const tied = spawnSync('setpriv', ['--pdeathsig=TERM', '--', 'true']).status === 0 ? ['setpriv', '--pdeathsig=TERM', '--'] : []
  const [file, ...args] = [...tied, ...command]
  return new Promise((resolve) => {
    const env = { ...process.env, NODE_ENV: 'development', npm_config_loglevel: 'error' }
    const child = spawn(file, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const stop = () => child.kill('SIGTERM')
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, stop)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => resolve({ code: 1, output: error.message }))
    child.once('close', (code) => {
      for (const signal of signals) process.off(signal, stop)
      resolve({ code, output })
    })
  })
}

function explain(output, folder) {
  if (/ENOSPC/.test(output)) return `The disk that holds ${folder} is full: free 2 GB there and start again.`
  if (/EACCES|EPERM|EROFS/.test(output))
    return `No permission to install into ${join(folder, 'node_modules')}: make the folder yours (chown) and start again.`
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|network|UNABLE_TO_GET_ISSUER_CERT|SELF_SIGNED/i.test(output)) {
    return 'The npm registry cannot be reached: check the internet connection (or npm\'s "registry" and proxy settings) and start again.'
  }
  const reason = output
    .split('\n')
    .filter((line) => line.trim() && !line.includes('complete log'))
    .slice(0, 3)
    .join(' ')
  return `npm could not install the packages (${reason || 'it gave no reason'}): mend that and start again.`
}
