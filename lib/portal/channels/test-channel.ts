import { sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'
import { requirePermission } from '#lib/portal/acting/require-permission'
import { acting } from '#lib/portal/acting/run-verb'
import { writeAudit } from '#lib/portal/acting/write-audit'
import { askUpstream, type UpstreamAnswer, type UpstreamQuestion } from '#lib/portal/channels/ask-upstream'
import { readChannel } from '#lib/portal/channels/read-channels'
import { openSecret } from '#lib/shared/crypto'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface TestChannelInput {
  channelId: string
  /** One of the channel's models; the first when left out. */
  model?: string
}

export interface ChannelTest extends UpstreamAnswer {
  model: string
}

/** Asks a channel's upstream one small question, at the operator's expense, and says how it went. */
export async function testChannel(actor: Actor, input: TestChannelInput): Promise<ChannelTest> {
  const { question, model } = await acting(undefined, (transaction) => prepareQuestion(transaction, actor, input))
  // Outside any transaction: an upstream may take its time.
  const answer = await askUpstream(question)
  await acting(undefined, async (transaction) => {
    await rememberTest(transaction, input.channelId, model, answer)
    await writeAudit(transaction, actor, {
      teamId: null,
      action: 'channel.test',
      targetKind: 'channel',
      targetId: input.channelId,
      after: { model, ok: answer.ok, status: answer.status },
    })
  })
  return { ...answer, model }
}

/** The last test of each model, for the list of channels. */
async function rememberTest(transaction: RoleTransaction, channelId: string, model: string, answer: UpstreamAnswer): Promise<void> {
  const last = { ok: answer.ok, http_status: answer.status, latency_ms: answer.latencyMs, error: answer.error?.slice(0, 500) ?? null }
  await transaction
    .insertInto('core.channel_tests')
    .values({ channel_id: channelId, model, ...last })
    .onConflict((conflict) => conflict.columns(['channel_id', 'model']).doUpdateSet({ ...last, tested_at: sql`now()` }))
    .execute()
}

async function prepareQuestion(
  transaction: RoleTransaction,
  actor: Actor,
  input: TestChannelInput,
): Promise<{ question: UpstreamQuestion; model: string }> {
  await requirePermission(transaction, actor, 'channel.change', null)
  const channel = await readChannel(transaction, input.channelId)
  const served = input.model === undefined ? channel.models[0] : channel.models.find(({ model }) => model === input.model)
  if (!served) throw new TollgateError('invalid_request', { param: 'model', message: 'The channel serves no such model.' })
  const credential = await readFirstCredential(transaction, channel.id)
  return {
    question: { provider: channel.provider, baseUrl: channel.baseUrl, model: served.upstreamModel ?? served.model, credential },
    model: served.model,
  }
}

async function readFirstCredential(transaction: RoleTransaction, channelId: string): Promise<string | null> {
  const row = await transaction
    .selectFrom('core.channel_credentials')
    .select(['id', 'key_version', 'wrapped_key', 'ciphertext'])
    .where('channel_id', '=', channelId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row ? openSecret({ keyVersion: row.key_version, wrappedKey: row.wrapped_key, ciphertext: row.ciphertext }, row.id) : null
}
