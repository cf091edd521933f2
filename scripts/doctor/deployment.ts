import { parseMasterKeys } from '#lib/shared/crypto'
import { parseEnv } from '#lib/shared/env'
import { pingSharedState, sharedStateKind } from '#lib/shared/rate-limit/shared-state'
import { databaseChecks } from './database.ts'
import { missing, note, ok, type Check } from './finding.ts'

const docs = 'docs/deploy.md says where it comes from'
const value = (name: string) => process.env[name] || undefined

/** What a deployment needs; every look uses only the environment of this shell. */
export const deploymentChecks: Check[] = [
  { name: 'Environment', look: checkEnvironment },
  { name: 'Public address', look: checkPublicUrl },
  { name: 'Master keys', look: checkMasterKeys },
  ...databaseChecks,
  { name: 'Sign-in', look: checkAuth },
  { name: 'Database schemas stay private', look: checkDataApi },
  { name: 'Shared limits', look: checkSharedState },
  { name: 'Jobs', look: checkCron },
]

async function checkEnvironment() {
  parseEnv(process.env)
  const needed = [
    'DATABASE_URL',
    'GATEWAY_DATABASE_URL',
    'SUPABASE_URL',
    'SUPABASE_PUBLISHABLE_KEY',
    'TOLLGATE_MASTER_KEYS',
    'TOLLGATE_PUBLIC_URL',
  ]
  const absent = needed.filter((name) => value(name) === undefined)
  return absent.length === 0 ? ok('complete and well-formed') : missing(`not set: ${absent.join(', ')}`, docs)
}

async function checkPublicUrl() {
  const address = value('TOLLGATE_PUBLIC_URL')
  if (address === undefined) return missing('TOLLGATE_PUBLIC_URL is not set', 'set it to the address people use')
  const { protocol, hostname } = new URL(address)
  if (protocol !== 'https:' && hostname !== 'localhost')
    return missing(`${address} is not encrypted`, 'put TLS in front and use its https address: keys travel in headers')
  const health = await fetch(new URL('/api/health', address), { signal: AbortSignal.timeout(10_000) }).catch(() => null)
  if (health === null) return note(`nothing answers at ${address} yet`, 'deploy, then run the doctor again')
  return health.ok
    ? ok(`${address} is healthy`)
    : missing(`${address}/api/health answers ${health.status}: ${(await health.text()).slice(0, 200)}`, 'mend the part it names')
}

async function checkMasterKeys() {
  const text = value('TOLLGATE_MASTER_KEYS')
  if (text === undefined)
    return missing('TOLLGATE_MASTER_KEYS is not set', 'set it to "1:" followed by the output of: openssl rand -base64 32')
  const { currentVersion, keys } = parseMasterKeys(text)
  return ok(`version ${currentVersion} seals, ${keys.size} can open`)
}

async function checkAuth() {
  const answer = await askSupabase('/auth/v1/settings')
  if (answer === null) return missing('SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY are not set', docs)
  if (answer.status === 401)
    return missing('the auth server refuses SUPABASE_PUBLISHABLE_KEY', 'copy the publishable key of that very project')
  if (!answer.ok) return missing(`the auth server answers ${answer.status}`, 'check SUPABASE_URL and whether the project is paused')
  const settings = (await answer.json()) as { disable_signup?: boolean; mailer_autoconfirm?: boolean; external?: Record<string, boolean> }
  if (settings.disable_signup) return note('it answers; sign-up is switched off there', 'nobody new can join')
  const wanted = parseEnv(process.env).TOLLGATE_SIGN_IN_PROVIDERS.map(({ id }) => id)
  if (settings.mailer_autoconfirm && wanted.length > 0)
    return missing(
      'addresses are not confirmed by mail, so no other way to sign in is offered',
      'switch the confirmation on: docs/sign-in.md',
    )
  if (settings.mailer_autoconfirm)
    return note('it answers; addresses are not confirmed by mail', 'anyone may sign up with an address that is not theirs')
  const off = wanted.filter((id) => !id.startsWith('custom:') && settings.external?.[id] !== true)
  if (off.length > 0) return missing(`the auth server has not switched on ${off.join(', ')}`, 'switch it on there: docs/sign-in.md')
  return ok('it answers, and confirms addresses by mail')
}

/** Supabase serves exposed schemas to anyone who has the publishable key. */
async function checkDataApi() {
  const answer = await askSupabase('/rest/v1/teams?limit=1', { 'accept-profile': 'core' })
  if (answer === null) return note('not checked: SUPABASE_URL is not set')
  return answer.ok
    ? missing('the schema core is exposed by the Data API', 'take core, usage and ledger out of the exposed schemas')
    : ok('core is not exposed by the Data API')
}

async function askSupabase(path: string, headers: Record<string, string> = {}): Promise<Response | null> {
  const url = value('SUPABASE_URL')
  const key = value('SUPABASE_PUBLISHABLE_KEY')
  if (url === undefined || key === undefined) return null
  return fetch(new URL(path, url), { headers: { apikey: key, ...headers }, signal: AbortSignal.timeout(10_000) })
}

async function checkSharedState() {
  const kind = sharedStateKind()
  await pingSharedState()
  return kind === 'memory'
    ? note('each process counts for itself', 'set UPSTASH_REDIS_REST_URL and its token, or REDIS_URL, to share limits')
    : ok(`${kind} answers`)
}

async function checkCron() {
  if (value('CRON_SECRET') !== undefined) return ok('CRON_SECRET is set')
  return note('CRON_SECRET is not set, so jobs cannot be called', 'a host without server.ts needs it: at least 16 random characters')
}
