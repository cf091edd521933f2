import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot } from '#dev/embedded/data-folder'
import { freePort } from '#dev/embedded/free-port'

export const portkeyVersion = '1.15.2'
const folder = join(projectRoot, 'node_modules', '.cache', 'bench-gateway', `portkey-${portkeyVersion}`)
const program = join(folder, 'node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js')

/** Fetched when it is first measured, and no part of this project. With newer versions of these two every stream of it fails. */
async function fetchPortkey(): Promise<void> {
  if (existsSync(program)) return
  await mkdir(folder, { recursive: true })
  const manifest = {
    private: true,
    dependencies: { '@portkey-ai/gateway': portkeyVersion },
    overrides: { hono: '4.9.7', '@hono/node-server': '1.13.5' },
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'], { cwd: folder, stdio: 'inherit' })
}

/** Portkey's gateway as its own `npx` starts it, in production mode. */
export async function startPortkey(): Promise<{ pid: number; port: number; stop: () => Promise<void> }> {
  await fetchPortkey()
  const port = await freePort()
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, NODE_ENV: 'production', TRUSTED_CUSTOM_HOSTS: '127.0.0.1,localhost' }
  const child = spawn(process.execPath, [program, `--port=${port}`, '--headless'], { cwd: folder, env, stdio: 'ignore' })
  const ended = once(child, 'exit')
  for (const until = Date.now() + 20_000; ; await sleep(50)) {
    if (await fetch(`http://127.0.0.1:${port}/`).catch(() => null)) break
    if (child.exitCode !== null || Date.now() > until) throw new Error('the Portkey gateway did not start')
  }
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return { pid: child.pid ?? 0, port, stop }
}
