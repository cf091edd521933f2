import { join } from 'node:path'
import { readJsonFile, writeSecretFile } from './embedded/secret-files.ts'
import type { Stack, Step } from './embedded/stack.ts'
import { StartFailure } from './embedded/start-failure.ts'
import type { FirstRun } from './welcome.ts'

/**
 * The credentials of a data folder: seeded and written to `first-run.json` the first time, read again later. The file
 * is whole before the portal is healthy, so that scripts may wait for either.
 */
export async function readyFirstRun(options: { stack: Stack; dataDir: string; publicUrl: string; step: Step }): Promise<FirstRun> {
  const { stack, dataDir, publicUrl, step } = options
  const path = join(dataDir, 'first-run.json')
  const known = await readJsonFile<FirstRun>(path).catch((cause: unknown): never => {
    if (cause instanceof SyntaxError)
      throw new StartFailure(`${path} is damaged: delete it, and the next start makes new demo keys.`, { cause })
    throw cause
  })
  Object.assign(process.env, stack.environment, { DATABASE_ADMIN_URL: stack.adminUrl })
  const { moveDemoChannel, seedEmbedded } = await import('./seed.ts')
  if (known === null) {
    const seeded = await step('Making the operator, a demo team and its key', () => seedEmbedded(stack, publicUrl))
    await stack.rememberPorts()
    await writeSecretFile(path, JSON.stringify(seeded, null, 2))
    return seeded
  }
  const { movedFrom } = stack.demoUpstream
  if (movedFrom) await moveDemoChannel(movedFrom, stack)
  await stack.rememberPorts()
  const current = { ...known, base_url: publicUrl, metrics_token: stack.secrets.metricsToken }
  if (known.base_url !== publicUrl || known.metrics_token !== current.metrics_token)
    await writeSecretFile(path, JSON.stringify(current, null, 2))
  return current
}
