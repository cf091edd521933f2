import { randomUUID } from 'node:crypto'
import { firstRun } from '#tests/e2e/support/first-run'
import { manage } from '#tests/e2e/support/manage'

interface Page<Item> {
  data: Item[]
}

/** What the pages of governance are looked at with; nothing of it refuses a request. */
export interface Governed {
  key: string
  /** Of the newest invite. */
  invite: string
  mail: string
}

/** Gives a team budgets, policies on each level, a webhook and an invite, once. */
export async function seedGovernance(team: string, user: string): Promise<Governed> {
  const of = `/teams/${team}`
  const keys = await manage<Page<{ id: string }>>('GET', `${of}/keys`)
  const key = keys.data.at(-1)?.id ?? ''
  const { data } = await manage<Page<unknown>>('GET', `${of}/budgets`)
  if (data.length === 0) await seed(of, { user, key })
  const found = (await newestInvite()) ?? (await inviteAnew(of))
  return { key, ...found }
}

async function seed(of: string, { user, key }: { user: string; key: string }): Promise<void> {
  const [first = '', second = ''] = firstRun().models
  await manage('PATCH', `${of}/policy`, {
    limits: { requests_per_minute: 600, tokens_per_day: 50_000_000, per_model: { [`${first}*`]: { requests_per_minute: 300 } } },
    aliases: { fast: second },
    log: { address: true },
  })
  await manage('PATCH', `${of}/members/${user}/policy`, { max_output_tokens: 8_192, max_request_usd: '5', tags: ['people'] })
  await manage('PATCH', `/keys/${key}`, {
    policy: {
      endpoints: { deny: ['POST embeddings'] },
      clients: { deny: ['codex'] },
      tags: ['website', 'production'],
      defaults: { temperature: 0.2 },
    },
  })
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString()
  const budgets = [
    { scope: 'team', amount_usd: '250', period: 'month', thresholds: [50, 80, 100] },
    { scope: 'key', scope_id: key, amount_usd: '0.000001', period: 'day', mode: 'soft' },
    { scope: 'member', scope_id: user, amount_usd: '20', period: 'week', on_exhausted: { model: second } },
    { scope: 'tag', scope_id: 'website', amount_usd: '1200.5', period: 'quarter' },
    { scope: 'team', amount_usd: '2', period: 'day', per_end_user: true },
  ]
  const made = []
  for (const budget of budgets) made.push(await manage<{ id: string }>('POST', `${of}/budgets`, budget))
  await manage('PATCH', `/budgets/${made[2]?.id}`, { increase: { amount_usd: '7.5', until } })
  await manage('POST', `${of}/webhooks`, {
    url: 'https://hooks.example.com/tollgate/notices/production/eu-central-1',
    events: ['budget.threshold', 'budget.exhausted', 'key.blocked'],
  })
  await manage('POST', `${of}/invites`, { email: 'grace.hopper@example.com', role: 'developer' })
  await manage('POST', `${of}/invites`, { email: 'a-rather-long-address.of-somebody@department.example.com', role: 'billing' })
  await spend()
}

/** One request, so that budgets have counted something. */
async function spend(): Promise<void> {
  const { base_url: base, demo_key: key, models } = firstRun()
  const body = { model: models[0], max_tokens: 50, user: 'reader-7', messages: [{ role: 'user', content: 'Say hello.' }] }
  await fetch(`${base}/api/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then((answer) => answer.text())
}

/** The newest invite's link, by its mail; null where many mails have been sent since. */
async function newestInvite(): Promise<Pick<Governed, 'invite' | 'mail'> | null> {
  const { base_url: base } = firstRun()
  const list = await (await fetch(`${base}/outbox`)).text()
  for (const [, mail = ''] of list.matchAll(/href="\/outbox\/([^"]+)"/g)) {
    const [, invite] = /\/invites\/([\w-]+)/.exec(await (await fetch(`${base}/outbox/${mail}`)).text()) ?? []
    if (invite !== undefined) return { invite, mail }
  }
  return null
}

async function inviteAnew(of: string): Promise<Pick<Governed, 'invite' | 'mail'>> {
  await manage('POST', `${of}/invites`, { email: `${randomUUID()}@example.com`, role: 'viewer' })
  return (await newestInvite()) ?? { invite: '', mail: '' }
}
