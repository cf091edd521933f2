import { systemActor } from '#lib/portal/acting/actor'
import { createChannel } from '#lib/portal/channels/create-channel'
import { grantCredit } from '#lib/portal/credits/grant-credit'
import { createKey } from '#lib/portal/keys/create-key'
import { putModel } from '#lib/portal/models/put-model'
import { noRates } from '#lib/portal/prices/price'
import { setCostPrice } from '#lib/portal/prices/set-price'
import { createTeam } from '#lib/portal/teams/create-team'
import { parseUsd } from '#lib/shared/money'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'

export const benchModel = 'bench-model'

/** What every measured key is bound to: a request limit, a token limit and two budgets, none of which is ever reached. */
export const measuredPolicy: PolicyDocument = {
  limits: { requests_per_minute: 1_000_000_000, tokens_per_minute: 1_000_000_000_000 },
  budgets: [
    { amount_usd: '900000000', period: 'month' },
    { amount_usd: '900000000', period: 'day' },
  ],
}

/** The catalogue: one model at a price, one channel to the upstream. */
export async function seedCatalogue(upstreamPort: number): Promise<void> {
  const price = (input: string, output: string) => ({
    rates: { ...noRates, input: parseUsd(input), output: parseUsd(output) },
    requestNanos: null,
    tiers: [],
  })
  const limits = { contextLength: 128_000, maxOutputTokens: 4_096 }
  await putModel(systemActor, { name: benchModel, vendor: 'Bench', ...limits, prices: price('2.5', '10') })
  await setCostPrice(systemActor, { model: benchModel, values: price('2', '8') })
  await createChannel(systemActor, {
    name: 'Bench upstream',
    provider: 'openai-compatible',
    baseUrl: `http://127.0.0.1:${upstreamPort}/v1`,
    credentials: ['bench-upstream-key'],
    models: [{ model: benchModel }],
  })
}

/** A team with credit and one key; answers the key's secret. */
export async function seedTeam(
  name: string,
  creditNanos = parseUsd('1000000'),
): Promise<{ teamId: string; keyId: string; secret: string }> {
  const team = await createTeam(systemActor, { name })
  await grantCredit(systemActor, {
    teamId: team.id,
    amountNanos: creditNanos,
    reference: 'bench',
    reason: 'Credit to measure with',
  })
  const { key, secret } = await createKey(systemActor, { teamId: team.id, name: 'Measured', policy: measuredPolicy })
  return { teamId: team.id, keyId: key.id, secret }
}
