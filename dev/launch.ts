import { join } from 'node:path'
import { showStep } from '../scripts/progress.mjs'
import { buildPortal, isBuildStale } from './build.ts'
import { readProviderSettings } from './embedded/auth-providers.ts'
import { openDataFolder } from './embedded/data-folder.ts'
import { readMailSettings } from './embedded/outbox.ts'
import { startStack } from './embedded/stack.ts'
import { StartFailure } from './embedded/start-failure.ts'
import { readyFirstRun } from './first-run.ts'
import type { RunningChild } from './run-child.ts'
import { embeddedEnvironment, servePortal } from './serve.ts'
import { drawWelcome } from './welcome.ts'

export interface Launch {
  port: number
  dev: boolean
  /** When the person gave the command, in milliseconds since the epoch. */
  begun: number
  cancelled: AbortSignal
  /** What must be undone at the end, the latest first. */
  closers: (() => Promise<void>)[]
}

export interface Running {
  portal: RunningChild
  /** Settles when something has ended that should not have. */
  failed: Promise<StartFailure>
}

/** Brings up the whole embedded stack with the portal on it, and shows the box. */
export async function launchEmbedded(launch: Launch): Promise<Running> {
  const { port, dev, cancelled, closers } = launch
  const publicUrl = publicAddress(port)
  refusePublicHost(publicUrl)
  const smtp = readMailSettings(process.env)
  const providers = readProviderSettings(process.env, publicUrl)
  // Accounts are joined by address, so each has to be proven once there is more than one way to sign in.
  const confirmEmail = process.env.TOLLGATE_CONFIRM_EMAIL === '1' || Object.keys(providers).length > 0
  const dataFolder = await openDataFolder()
  closers.push(dataFolder.close)
  const dataDir = dataFolder.path
  const stack = await startStack({ dataDir, publicUrl, step: showStep, smtp, confirmEmail, providers })
  closers.push(stack.stop)
  cancelled.throwIfAborted()
  const firstRun = await readyFirstRun({ stack, dataDir, publicUrl, step: showStep })
  await buildIfStale(launch)
  const logFile = dev ? undefined : join(dataDir, 'logs', 'portal.log')
  const environment = embeddedEnvironment(stack.environment, port, dev)
  const portal = await showStep('Starting the portal', () => servePortal(environment, port, { logFile, cancelled }))
  closers.push(() => portal.stop(30_000))
  process.stdout.write(
    drawWelcome(firstRun, { dataDir, outbox: !smtp, took: Date.now() - launch.begun, width: process.stdout.columns || 80 }),
  )
  return { portal, failed: Promise.race([stack.broken, whenPortalEnds(portal, logFile)]) }
}

/** With a database of one's own there are no stand-ins: only the portal, on what the environment names. */
export async function launchDeployed(launch: Launch): Promise<Running> {
  const { port, dev, cancelled, closers } = launch
  await buildIfStale(launch)
  const environment = {
    ...process.env,
    NODE_ENV: dev ? ('development' as const) : ('production' as const),
    ...(dev ? { TOLLGATE_DEV: '1' } : {}),
  }
  const portal = await showStep('Starting the portal', () => servePortal(environment, port, { cancelled }))
  closers.push(() => portal.stop(30_000))
  process.stdout.write(`\n  Tollgate answers on port ${port}, with the database of DATABASE_URL.\n\n`)
  return { portal, failed: whenPortalEnds(portal, undefined) }
}

async function buildIfStale({ dev, cancelled }: Launch): Promise<void> {
  if (dev || !(await isBuildStale())) return
  await showStep('Building the portal', (tell) => buildPortal(tell, cancelled))
}

async function whenPortalEnds(portal: RunningChild, logFile: string | undefined): Promise<StartFailure> {
  await portal.ended
  return new StartFailure(`The portal has ended by itself: ${logFile ?? 'its output above'} says why.`)
}

const local = new Set(['', 'localhost', '127.0.0.1', '::1', '[::1]'])

/** What stands in for payments, mail and models is for this machine alone, whoever forwards its port. */
function refusePublicHost(publicUrl: string): void {
  const host = process.env.HOST ?? ''
  if (!local.has(host)) {
    throw new StartFailure(
      `HOST=${host} would open the embedded stand-ins to others: unset HOST, or set DATABASE_URL and the rest of docs/deploy.md to serve the public.`,
    )
  }
  if (!local.has(new URL(publicUrl).hostname) && process.env.TOLLGATE_EMBEDDED_PUBLIC !== '1') {
    throw new StartFailure(
      `TOLLGATE_PUBLIC_URL=${publicUrl} would show the embedded stand-ins to others: unset it, follow docs/deploy.md to serve the public, or set TOLLGATE_EMBEDDED_PUBLIC=1 if only people you trust can reach it.`,
    )
  }
}

function publicAddress(port: number): string {
  const address = (process.env.TOLLGATE_PUBLIC_URL || `http://localhost:${port}`).replace(/\/+$/, '')
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
    throw new StartFailure(`TOLLGATE_PUBLIC_URL=${address} is not an address: it begins with http:// or https://.`)
  }
  return address
}
