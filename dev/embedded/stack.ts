import { join } from 'node:path'
import { startAuth } from './auth.ts'
import type { ProviderSettings } from './auth-providers.ts'
import { startDemoUpstream, type DemoUpstream } from './demo-upstream.ts'
import { createOutbox, createSmtpSender } from './outbox.ts'
import { startPostgres } from './postgres.ts'
import { prepareDatabase, urlAs } from './prepare-database.ts'
import { readJsonFile, writeSecretFile } from './secret-files.ts'
import { readSecrets, type Secrets } from './secrets.ts'
import { diskFull, StartFailure } from './start-failure.ts'

export interface Stack {
  /** What `server.ts` needs to run on it; never the owner's database URL. */
  environment: Record<string, string>
  adminUrl: string
  secrets: Secrets
  demoUpstream: DemoUpstream
  /** To be called once the demo channel points at the demo upstream's present port. */
  rememberPorts: () => Promise<void>
  /** Settles when the database ended without being asked to, with the reason. */
  broken: Promise<StartFailure>
  /** Ends what uses the database before the database. */
  stop: () => Promise<void>
}

/** Kept in `ports.json`: where commands find the database of a running stack, and the demo upstream its old place. */
interface Ports {
  postgres: number
  demoUpstream: number
}

export type Step = <T>(name: string, run: (tell: (detail: string) => void) => Promise<T>) => Promise<T>

interface StackOptions {
  dataDir: string
  publicUrl: string
  step: Step
  /** The mail server to send through; mails stay in the data folder's outbox without one. */
  smtp?: { url: string; from: string } | null
  /** Whether a new address has to be confirmed by mail. */
  confirmEmail?: boolean
  /** Other ways to sign in, by the auth server's names. */
  providers?: Record<string, ProviderSettings>
}

/** Starts database, auth and demo upstream of a locked data folder and brings the schema up to date. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, publicUrl, step, smtp, providers = {} } = options
  const closers: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close()
  }
  try {
    const secrets = await readSecrets(dataDir)
    const postgres = await step('Starting the database', () => startPostgres(dataDir, secrets.postgresPassword))
    let stopping = false
    closers.push(() => {
      stopping = true
      return postgres.stop()
    })
    const broken = postgres.ended.then((log) => (stopping ? new Promise<never>(() => undefined) : explainEnd(log, postgres.logFile)))
    await step('Bringing its schema up to date', (tell) => migrate(postgres.adminUrl, secrets, tell))
    const outboxDir = join(dataDir, 'outbox')
    const auth = await startAuth({
      ...secrets,
      adminUrl: postgres.adminUrl,
      siteUrl: publicUrl,
      sendMail: smtp ? createSmtpSender(smtp.url, smtp.from) : createOutbox(outboxDir),
      confirmEmail: options.confirmEmail,
      providers,
    })
    closers.push(() => auth.close())
    // Its port of the last start is tried first, so that the demo channel's address stays true.
    const portsFile = join(dataDir, 'ports.json')
    const ports = await readJsonFile<Ports>(portsFile).catch(() => null)
    const demoUpstream = await startDemoUpstream(secrets.demoUpstreamKey, ports?.demoUpstream)
    closers.push(() => demoUpstream.close())
    const used: Ports = { postgres: postgres.port, demoUpstream: demoUpstream.port }
    const rememberPorts = () => writeSecretFile(portsFile, JSON.stringify(used))
    const environment = {
      TOLLGATE_EMBEDDED: '1',
      TOLLGATE_PUBLIC_URL: publicUrl,
      DATABASE_URL: urlAs(postgres.adminUrl, 'tollgate_app', secrets.appPassword),
      GATEWAY_DATABASE_URL: urlAs(postgres.adminUrl, 'tollgate_gateway', secrets.gatewayPassword),
      SUPABASE_URL: auth.url,
      SUPABASE_PUBLISHABLE_KEY: secrets.publishableKey,
      TOLLGATE_MASTER_KEYS: secrets.masterKeys,
      CRON_SECRET: secrets.cronSecret,
      METRICS_TOKEN: secrets.metricsToken,
      TOLLGATE_SIGN_IN_PROVIDERS: Object.keys(providers).join(','),
      ...(smtp ? {} : { TOLLGATE_OUTBOX_DIR: outboxDir }),
    }
    return { environment, adminUrl: postgres.adminUrl, secrets, demoUpstream, rememberPorts, broken, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function explainEnd(log: string, logFile: string): StartFailure {
  if (/No space left on device|Disk quota exceeded/i.test(log)) return diskFull(logFile)
  return new StartFailure(`The database has ended by itself: ${logFile} says why. Start again: whatever was committed is kept.`)
}

async function migrate(adminUrl: string, secrets: Secrets, tell: (detail: string) => void): Promise<void> {
  const passwords = { tollgate_app: secrets.appPassword, tollgate_gateway: secrets.gatewayPassword }
  let count = 0
  const applied = await prepareDatabase(adminUrl, passwords, ({ name }) => tell(`${++count}: ${name}`)).catch((cause: Error) => {
    throw new StartFailure(`The database could not be brought up to date: ${cause.message}`, { cause })
  })
  tell(applied.length === 0 ? 'nothing to do' : `${applied.length} migrations`)
}
