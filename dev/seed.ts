import { createClient } from '@supabase/supabase-js'
import pg from 'pg'
import { ensureAccount } from '#lib/portal/accounts/ensure-account'
import { systemActor, type UserActor } from '#lib/portal/acting/actor'
import { createChannel } from '#lib/portal/channels/create-channel'
import { listChannels } from '#lib/portal/channels/list-channels'
import { updateChannel } from '#lib/portal/channels/update-channel'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { createKey } from '#lib/portal/keys/create-key'
import { createManagementKey } from '#lib/portal/management-keys/create-management-key'
import { putModel } from '#lib/portal/models/put-model'
import { noRates } from '#lib/portal/prices/price'
import { setCostPrice } from '#lib/portal/prices/set-price'
import { listMyTeams } from '#lib/portal/teams/list-my-teams'
import { updateTeam } from '#lib/portal/teams/update-team'
import { closePools } from '#lib/shared/database/pools'
import { showId } from '#lib/shared/ids'
import { parseUsd } from '#lib/shared/money'
import { grantOperator } from '#scripts/grant-operator'
import { demoModels } from './embedded/demo-upstream.ts'
import type { Stack } from './embedded/stack.ts'
import type { FirstRun } from './welcome.ts'

const operatorEmail = 'operator@tollgate.local'
const demoCreditUsd = '25'

/** What the demo models cost, in US dollars per million tokens: roughly a large and a small model of a real vendor. */
const demoPrices: Record<(typeof demoModels)[number], { name: string; sell: [string, string]; cost: [string, string] }> = {
  'demo-chat': { name: 'Demo Chat', sell: ['2.5', '10'], cost: ['2', '8'] },
  'demo-mini': { name: 'Demo Mini', sell: ['0.15', '0.6'], cost: ['0.12', '0.48'] },
}

/**
 * Makes operator, demo team, demo models and their channel in an empty installation. A run that broke off may be
 * repeated: accounts, credit and channel are found again, keys are minted anew.
 */
export async function seedEmbedded(stack: Stack, publicUrl: string): Promise<FirstRun> {
  try {
    const operator = await makeOperator(stack)
    const [team] = await listMyTeams(operator)
    if (!team) throw new Error('the operator has no team')
    await updateTeam(operator, { teamId: team.id, name: 'Demo team' })
    await grantCredit(operator, { teamId: team.id, amountNanos: parseUsd(demoCreditUsd), reference: 'demo', reason: 'Credit to try with' })
    await makeDemoModels(stack)
    const demoKey = await createKey(operator, { teamId: team.id, name: 'Demo key' })
    const managementKey = await createManagementKey(operator, { teamId: null, name: 'First run' })
    return {
      base_url: publicUrl,
      operator: { email: operatorEmail, password: stack.secrets.operatorPassword },
      management_key: managementKey.secret,
      metrics_token: stack.secrets.metricsToken,
      demo_team: { id: showId('team', team.id) },
      demo_key: demoKey.secret,
      models: [...demoModels],
    }
  } finally {
    await closePools()
  }
}

/** Points the demo channel at the demo upstream's address of this start, where that had to change; a new address takes its key anew. */
export async function moveDemoChannel(fromUrl: string, { demoUpstream, secrets }: Stack): Promise<void> {
  try {
    const { items } = await listChannels(systemActor, { limit: 200 })
    for (const { id, baseUrl } of items) {
      if (baseUrl === fromUrl)
        await updateChannel(systemActor, { channelId: id, baseUrl: demoUpstream.baseUrl, credentials: [secrets.demoUpstreamKey] })
    }
  } finally {
    await closePools()
  }
}

async function makeOperator({ adminUrl, environment, secrets }: Stack): Promise<UserActor> {
  const { SUPABASE_URL: url = '', SUPABASE_PUBLISHABLE_KEY: key = '' } = environment
  const auth = createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } }).auth
  const { data, error } = await auth.signUp({ email: operatorEmail, password: secrets.operatorPassword })
  if (error && error.code !== 'user_already_exists') throw error
  const owner = new pg.Client({ connectionString: adminUrl })
  await owner.connect()
  try {
    const userId = error ? await findUser(owner) : data.user?.id
    if (!userId) throw new Error('the auth server made no operator account')
    await ensureAccount({ userId, email: operatorEmail })
    await grantOperator(owner, operatorEmail)
    return { kind: 'user', userId }
  } finally {
    await owner.end()
  }
}

async function findUser(owner: pg.Client): Promise<string | undefined> {
  const { rows } = await owner.query<{ id: string }>('select id from auth.users where email = $1', [operatorEmail])
  return rows[0]?.id
}

async function makeDemoModels({ demoUpstream, secrets }: Stack): Promise<void> {
  for (const name of demoModels) {
    const { name: displayName, sell, cost } = demoPrices[name]
    await putModel(systemActor, {
      name,
      displayName,
      vendor: 'Tollgate',
      contextLength: 32_000,
      maxOutputTokens: 4_096,
      capabilities: ['streaming'],
      prices: pricePerMillion(sell),
    })
    await setCostPrice(systemActor, { model: name, values: pricePerMillion(cost) })
  }
  const { items } = await listChannels(systemActor, { limit: 200 })
  if (items.some(({ baseUrl }) => baseUrl === demoUpstream.baseUrl)) return
  await createChannel(systemActor, {
    name: 'Demo upstream',
    provider: 'openai-compatible',
    baseUrl: demoUpstream.baseUrl,
    credentials: [secrets.demoUpstreamKey],
    models: demoModels.map((model) => ({ model })),
  })
}

function pricePerMillion([input, output]: [string, string]) {
  return { rates: { ...noRates, input: parseUsd(input), output: parseUsd(output) }, requestNanos: null, tiers: [] }
}
