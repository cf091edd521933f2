import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { AdmitItem } from '#lib/ledger/admit-request'
import { creditTeam } from '#lib/ledger/credit-team'
import { openTeam } from '#lib/ledger/open-team'
import { type Balance, readBalance } from '#lib/ledger/read-balance'
import type { Settlement } from '#lib/ledger/settle-request'
import { asPortal } from '#lib/shared/database/as-role'
import { newId } from '#lib/shared/ids'

export interface TestTeam {
  teamId: string
  keyId: string
}

/** A fresh team with one active key and this much credit. */
export async function makeTeam(creditNanos = 0n): Promise<TestTeam> {
  const team = { teamId: newId(), keyId: newId() }
  await asPortal(async (tx) => {
    await tx.insertInto('core.teams').values({ id: team.teamId, name: 'Test team' }).execute()
    await openTeam(tx, team.teamId)
    await tx.insertInto('core.api_keys').values({ id: team.keyId, team_id: team.teamId, name: 'Test key', display: 'tg-…' }).execute()
    if (creditNanos !== 0n) await creditTeam(tx, creditOf(team, creditNanos))
  })
  return team
}

export function creditOf(team: TestTeam, amountNanos: bigint, reference = randomBytes(8).toString('hex')) {
  return { teamId: team.teamId, amountNanos, reference, reason: 'test', actor: 'test', source: 'grants' as const }
}

export function admissionOf(team: TestTeam, overrides: Partial<AdmitItem> = {}): AdmitItem {
  return {
    requestId: newId(),
    ...team,
    policyVersion: 1n,
    snapshotVersion: 1n,
    model: 'test-model',
    wire: 'openai-chat',
    holdNanos: 10n,
    fixedNanos: 10n,
    outputNanosPerMillion: 0n,
    leastTokens: null,
    ttlMs: 60_000,
    ...overrides,
  }
}

export function settlementOf(admission: AdmitItem, chargeNanos: bigint, overrides: Partial<Settlement> = {}): Settlement {
  return {
    requestId: admission.requestId,
    teamId: admission.teamId,
    keyId: admission.keyId,
    channelId: null,
    sellPriceId: null,
    costPriceId: null,
    model: admission.model,
    upstreamModel: null,
    wire: admission.wire,
    status: 'succeeded',
    httpStatus: 200,
    errorCode: null,
    finishReason: 'stop',
    streamed: false,
    estimated: false,
    usage: { input: 3, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 2, reasoning: 0, audioIn: 0, audioOut: 0, image: 0 },
    chargeNanos,
    costNanos: chargeNanos / 2n,
    latencyMs: 12,
    ttftMs: 5,
    overheadUs: 300,
    stages: { keyUs: 40, receiveUs: 60, policyUs: 100, limitsUs: null, admissionUs: 900 },
    attempts: [],
    client: null,
    endUser: null,
    tags: null,
    metadata: null,
    address: null,
    ...overrides,
  }
}

export async function balanceOf(team: TestTeam): Promise<Balance> {
  const balance = await asPortal((tx) => readBalance(tx, team.teamId))
  if (!balance) throw new Error('the team has no account')
  return balance
}

/** The end of every money test: the books agree with themselves in every way the ledger knows. */
export async function expectBooksToBalance(): Promise<void> {
  const { rows } = await asPortal((tx) => sql`select * from ledger.verify_books()`.execute(tx))
  expect(rows).toEqual([])
}

export async function requestRow(requestId: string) {
  const { rows } = await asPortal((tx) =>
    sql<{ status: string; charge_nanos: bigint; overrun_nanos: bigint; entry_id: string | null }>`
      select status, charge_nanos, overrun_nanos, entry_id from usage.requests where id = ${requestId}
    `.execute(tx),
  )
  return rows[0]
}
