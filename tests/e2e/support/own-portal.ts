import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { startAuth } from '#dev/embedded/auth'
import { readProviderSettings } from '#dev/embedded/auth-providers'
import { freePort } from '#dev/embedded/free-port'
import { createOutbox } from '#dev/embedded/outbox'
import { urlAs } from '#dev/embedded/prepare-database'
import type { Secrets } from '#dev/embedded/secrets'
import { embeddedEnvironment, servePortal } from '#dev/serve'
import { firstRunPath } from '#tests/e2e/support/first-run'
import { ownerUrlOfStack } from '#tests/e2e/support/owner-url'
import { startFactorServer } from '#tests/support/factor-server'
import { githubClient, type GitHubStandIn, startGitHub } from '#tests/support/github'

export interface OwnPortal {
  baseUrl: string
  /** The auth server behind it, which nobody but the portal should have to ask. */
  authUrl: string
  publishableKey: string
  masterKeys: string
  github: GitHubStandIn
  database: pg.Client
  close: () => Promise<void>
}

/**
 * A second portal on the stack's build and database, with an auth server that confirms addresses, asks a provider and knows
 * second factors: the stack itself has none of that.
 */
export async function startOwnPortal(): Promise<OwnPortal> {
  const dataDir = dirname(firstRunPath())
  const secrets = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')) as Secrets
  const adminUrl = await ownerUrlOfStack()
  const database = new pg.Client({ connectionString: adminUrl })
  await database.connect()
  const closers: (() => Promise<unknown>)[] = [() => database.end()]
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end()
  }
  try {
    const port = await freePort()
    const baseUrl = `http://localhost:${port}`
    const github = await startGitHub()
    closers.push(github.close)
    const providers = readProviderSettings(
      { TOLLGATE_GITHUB_CLIENT_ID: githubClient.id, TOLLGATE_GITHUB_CLIENT_SECRET: githubClient.secret, TOLLGATE_GITHUB_URL: github.url },
      baseUrl,
    )
    const outboxDir = join(dataDir, 'outbox')
    // Two workers would alter the same role at once.
    await database.query(`select pg_advisory_lock(hashtextextended('own-portal', 0))`)
    const auth = await startAuth({
      ...secrets,
      adminUrl,
      siteUrl: baseUrl,
      sendMail: createOutbox(outboxDir),
      confirmEmail: true,
      providers,
    })
    closers.push(auth.close)
    const factors = await startFactorServer({ ...secrets, authUrl: auth.url, database })
    closers.push(factors.close)
    await database.query(`select pg_advisory_unlock(hashtextextended('own-portal', 0))`)
    const stack = {
      TOLLGATE_EMBEDDED: '1',
      TOLLGATE_PUBLIC_URL: baseUrl,
      DATABASE_URL: urlAs(adminUrl, 'tollgate_app', secrets.appPassword),
      GATEWAY_DATABASE_URL: urlAs(adminUrl, 'tollgate_gateway', secrets.gatewayPassword),
      SUPABASE_URL: factors.url,
      SUPABASE_PUBLISHABLE_KEY: secrets.publishableKey,
      TOLLGATE_MASTER_KEYS: secrets.masterKeys,
      CRON_SECRET: secrets.cronSecret,
      TOLLGATE_OUTBOX_DIR: outboxDir,
      TOLLGATE_SIGN_IN_PROVIDERS: 'github, google, custom:acme=Acme',
    }
    const logFile = join(dataDir, 'logs', `own-portal-${port}.log`)
    const portal = await servePortal(embeddedEnvironment(stack, port, false), port, { logFile, cancelled: new AbortController().signal })
    closers.push(() => portal.stop(5_000))
    const { publishableKey, masterKeys } = secrets
    return { baseUrl, authUrl: factors.url, publishableKey, masterKeys, github, database, close }
  } catch (error) {
    await close()
    throw error
  }
}
