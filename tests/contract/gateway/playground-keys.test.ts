import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemActor, type UserActor } from '#lib/portal/acting/actor'
import { updateTeam } from '#lib/portal/teams/update-team'
import { ensureAccount } from '#lib/portal/accounts/ensure-account'
import { endPlaygroundSession } from '#lib/portal/playground/end-playground-session'
import { openPlayground } from '#lib/portal/playground/open-playground'
import { changeMemberPolicy } from '#lib/portal/policies/member-policy'
import { changeTeamPolicy } from '#lib/portal/policies/team-policy'
import { asPortal } from '#lib/shared/database/as-role'
import { showId } from '#lib/shared/ids'
import {
  doors,
  expectExactBooks,
  type Gateway,
  makeChannel,
  makeModel,
  openDatabase,
  openGateway,
  postChat,
  settledRows,
} from '#tests/contract/gateway/harness'
import { makeTeam, type TestTeam } from '#tests/support/ledger'
import type { TestDatabase } from '#tests/support/test-database'
import { type ScriptedUpstream, startUpstream } from '#tests/support/upstream'

let database: TestDatabase
beforeAll(async () => {
  database = await openDatabase()
})
afterAll(() => database.drop())

const granted = 1_000_000_000n
const hourMs = 3_600_000

describe.each(doors)("a playground's key at the $name", ({ serve }) => {
  let gateway: Gateway
  let upstream: ScriptedUpstream
  let model: string
  beforeAll(async () => {
    gateway = await openGateway(serve)
    upstream = await startUpstream()
    model = await makeModel()
    await makeChannel({ baseUrl: upstream.baseUrl, model })
  })
  afterAll(async () => {
    await gateway.close()
    await upstream.close()
  })
  afterEach(() => void vi.restoreAllMocks())

  async function answerTo(secret: string, more: object = {}): Promise<string> {
    const response = await postChat(gateway.origin, { secret }, { model, messages: [{ role: 'user', content: 'hi' }], ...more })
    const body = (await response.json()) as { error?: { code: string } }
    return body.error ? `${response.status} ${body.error.code}` : String(response.status)
  }

  async function makeMember(credit = granted): Promise<{ team: TestTeam; actor: UserActor }> {
    const team = await makeTeam(credit)
    const userId = randomUUID()
    await ensureAccount({ userId, email: `${userId}@example.com` })
    await asPortal((tx) => tx.insertInto('core.memberships').values({ team_id: team.teamId, user_id: userId, role: 'developer' }).execute())
    return { team, actor: { kind: 'user', userId } }
  }

  it('is charged like any other, under a key of its own', async () => {
    const { team, actor } = await makeMember()
    const { secret } = await openPlayground(actor, { teamId: team.teamId, sessionId: randomUUID() })
    expect(await answerTo(secret)).toBe('200')
    expect(await expectExactBooks(team, granted)).toBe(20_000n)
    expect(await settledRows(team, 1)).not.toMatchObject([{ key_id: team.keyId }])
  })

  it.each(['core.teams', 'core.memberships'] as const)(
    'names its person as the end user where the policy of %s asks for one',
    async (table) => {
      const { team, actor } = await makeMember()
      const open = () => openPlayground(actor, { teamId: team.teamId, sessionId: randomUUID() })
      expect((await open()).endUser).toBeNull()
      const required = { end_users: { required: true } }
      if (table === 'core.teams') await changeTeamPolicy(systemActor, team.teamId, required)
      else await changeMemberPolicy(systemActor, { teamId: team.teamId, userId: actor.userId }, required)
      const { secret, endUser } = await open()
      expect(endUser).toBe(showId('user', actor.userId))
      expect([await answerTo(secret), await answerTo(secret, { user: endUser })]).toEqual(['400 end_user_required', '200'])
    },
  )

  it('is refused without credit', async () => {
    const { team, actor } = await makeMember(0n)
    const { secret } = await openPlayground(actor, { teamId: team.teamId, sessionId: randomUUID() })
    expect(await answerTo(secret)).toBe('402 insufficient_credit')
  })

  it('ends with its session from the next request on, and after its hour', async () => {
    const { team, actor } = await makeMember()
    const sessionId = randomUUID()
    const [ended, other] = [
      await openPlayground(actor, { teamId: team.teamId, sessionId }),
      await openPlayground(actor, { teamId: team.teamId, sessionId: randomUUID() }),
    ]
    expect(await answerTo(ended.secret)).toBe('200')
    expect(await answerTo(other.secret)).toBe('200')
    await endPlaygroundSession(sessionId)
    expect(await answerTo(ended.secret)).toBe('401 key_expired')
    expect(await answerTo(other.secret)).toBe('200')
    const later = Date.now() + hourMs + 60_000
    vi.spyOn(Date, 'now').mockReturnValue(later)
    expect(await answerTo(other.secret)).toBe('401 key_expired')
    expect(await expectExactBooks(team, granted)).toBe(60_000n)
  })

  it('ends when its member is removed, and when the team is disabled', async () => {
    const [left, off] = [await makeMember(), await makeMember()]
    const secretOf = async ({ team, actor }: typeof left) =>
      (await openPlayground(actor, { teamId: team.teamId, sessionId: randomUUID() })).secret
    const [leftSecret, offSecret] = [await secretOf(left), await secretOf(off)]
    expect([await answerTo(leftSecret), await answerTo(offSecret)]).toEqual(['200', '200'])
    await asPortal((tx) =>
      tx.deleteFrom('core.memberships').where('user_id', '=', left.actor.userId).where('team_id', '=', left.team.teamId).execute(),
    )
    await updateTeam(systemActor, { teamId: off.team.teamId, status: 'disabled' })
    expect([await answerTo(leftSecret), await answerTo(offSecret)]).toEqual(['401 key_expired', '403 team_disabled'])
  })
})
