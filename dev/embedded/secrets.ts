import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { generateSigningKey } from './auth-tokens.ts'
import { readJsonFile, writeSecretFile } from './secret-files.ts'
import { StartFailure } from './start-failure.ts'

/** Everything the embedded stack keeps secret, made once and for good: without it its database cannot be read. */
export interface Secrets {
  postgresPassword: string
  appPassword: string
  gatewayPassword: string
  operatorPassword: string
  masterKeys: string
  jwtSecret: string
  signingKey: string
  publishableKey: string
  demoUpstreamKey: string
  cronSecret: string
  metricsToken: string
}

const random = () => randomBytes(24).toString('base64url')

function makeSecrets(): Secrets {
  return {
    postgresPassword: random(),
    appPassword: random(),
    gatewayPassword: random(),
    operatorPassword: random(),
    masterKeys: `1:${randomBytes(32).toString('base64')}`,
    jwtSecret: random() + random(),
    signingKey: generateSigningKey(),
    publishableKey: `sb_publishable_${random()}`,
    demoUpstreamKey: random(),
    cronSecret: random(),
    metricsToken: random(),
  }
}

/** Reads `secrets.json` of a data folder; the first start makes it. */
export async function readSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json')
  const known = await readJsonFile<Partial<Secrets>>(path).catch((cause: unknown) => {
    if (cause instanceof SyntaxError) throw lost(path, 'is damaged')
    throw cause
  })
  if (known === null && (await stat(join(dataDir, 'postgres', 'data')).catch(() => null))) throw lost(path, 'is missing')
  const secrets = { ...makeSecrets(), ...known }
  // A newer version may need one more.
  if (Object.keys(secrets).length !== Object.keys(known ?? {}).length) await writeSecretFile(path, JSON.stringify(secrets, null, 2))
  return secrets
}

function lost(path: string, state: string): StartFailure {
  return new StartFailure(
    `${path} ${state}, and its database cannot be opened without it: restore the file from a backup, or move the data folder away to begin with an empty one.`,
  )
}
