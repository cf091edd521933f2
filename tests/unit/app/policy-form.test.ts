import { expect, test } from 'vitest'
import { explainPolicy } from '#lib/shared/policy/explain-policy'
import type { TeamBudget } from '#lib/portal/budgets/list-team-budgets'
import type { PolicyDocument } from '#lib/shared/policy/policy-document'
import {
  allowsModel,
  budgetsInForce,
  keptOfRequests,
  limitsInForce,
  nearestEntries,
  whyNot,
} from '../../../app/(portal)/[team]/_policy/in-force'
import { toPolicyFields } from '../../../app/(portal)/[team]/_policy/policy-values'
import { policyForm } from '../../../app/(portal)/[team]/_policy/read-policy-form'

/** What a form that began with this policy posts. */
function formOf(policy: PolicyDocument, changes: Record<string, string>) {
  const initial: Record<string, string> = { ...toPolicyFields(policy), expires: '' }
  const { kept: _kept, ...fields } = initial
  return { ...fields, ...changes, was: JSON.stringify(initial) }
}

const posted = (policy: PolicyDocument, changes: Record<string, string>) => policyForm.parse(formOf(policy, changes))

test('an allow list that is there and empty stays until something is written into it', () => {
  const nothing = { models: { allow: [] }, endpoints: { allow: [] }, ip_allow: [] }
  expect(posted(nothing, { 'models.deny': 'o1*', 'endpoints.deny': 'files*' }).patch).toEqual({
    models: { allow: [], deny: ['o1*'] },
    endpoints: { allow: [], deny: ['files*'] },
  })
  expect(posted(nothing, { 'models.allow': 'gpt-4o' }).patch).toEqual({ models: { allow: ['gpt-4o'] } })
  expect(posted({ models: { allow: ['gpt-4o'] } }, { 'models.allow': '' }).patch).toEqual({ models: null })
})

test('an address that is never to be kept stays so when another box is toggled', () => {
  expect(posted({ log: { address: false } }, { 'log.metadata': '' }).patch).toEqual({ log: { metadata: false, address: false } })
  expect(posted({ log: { address: false } }, { 'log.address': 'on' }).patch).toEqual({ log: { address: true } })
})

test('a form that was not touched changes nothing', () => {
  const policy: PolicyDocument = {
    models: { allow: [], deny: ['a*'] },
    limits: { concurrency: 2, per_model: { 'a*': { requests_per_day: 5 } } },
    log: { end_user: false, address: false },
    end_users: { required: true, budgets: [{ amount_usd: '10.000000000', period: 'month' }] },
  }
  expect(posted(policy, {})).toEqual({ patch: {}, lastDay: undefined, loosens: [], touched: [] })
})

test('the fields that ask for more are named, and those that ask for less are not', () => {
  const policy: PolicyDocument = {
    models: { allow: ['a'], deny: ['x'] },
    limits: { concurrency: 2, requests_per_day: 5, per_model: { 'a*': { requests_per_day: 5 } } },
    clients: { allow: ['curl'] },
    max_request_usd: '1',
    end_users: { required: true },
  }
  const changes = {
    'models.allow': 'a\nb',
    'models.deny': 'x\ny',
    'limits.concurrency': '3',
    'limits.requests_per_day': '4',
    'limits.rows': '[]',
    'clients.rule': 'any',
    max_request_usd: '0.5',
    'end_users.required': '',
  }
  expect(posted(policy, changes).loosens).toEqual([
    'models.allow',
    'limits.concurrency',
    'end_users.required',
    'limits.rows',
    'clients.rule',
  ])
})

test('of a list with one wrong line that line is named', () => {
  const wrong = { ip_allow: '127.0.0.1\n10.0.0.0/33', aliases: 'quick = m\nfoo' }
  const { error } = policyForm.safeParse(formOf({}, wrong))
  expect(error?.issues.map((issue) => [issue.path[0], issue.message, issue.code === 'custom' && issue.params?.entry])).toEqual([
    ['ip_allow', 'addresses', '10.0.0.0/33'],
    ['aliases', 'aliasesLines', 'foo'],
  ])
})

test('of names and settings the value in force is said, with the level it comes from', () => {
  const explained = explainPolicy([
    { level: 'team', id: 't', policy: { aliases: { fast: 'slow-model', big: 'm' }, defaults: { max_tokens: 5, seed: 1 } } },
    { level: 'key', id: 'k', policy: { aliases: { fast: 'quick-model' }, defaults: { max_completion_tokens: 7 } } },
  ])
  expect(nearestEntries(explained.aliases)).toEqual([
    { name: 'fast', value: 'quick-model', level: 'key' },
    { name: 'big', value: 'm', level: 'team' },
  ])
  expect(nearestEntries(explained.defaults)).toEqual([
    { name: 'seed', value: '1', level: 'team' },
    { name: 'max_completion_tokens', value: '7', level: 'key' },
  ])
})

test('an address is said to be kept only where no level forbids it', () => {
  const logOf = (...levels: PolicyDocument['log'][]) =>
    keptOfRequests(
      explainPolicy(levels.map((log, index) => ({ level: index === 0 ? 'team' : 'key', id: 'i', policy: log ? { log } : {} }) as const))
        .log,
    )
  expect(logOf({ address: false, metadata: false }, { address: true, metadata: false })).toEqual([
    { word: 'noMetadata', level: 'team' },
    { word: 'noAddress', level: 'team' },
  ])
  expect(logOf(undefined, { address: true })).toEqual([{ word: 'keepsAddress', level: 'key' }])
})

const levelsOf = (team: PolicyDocument, member: PolicyDocument, key: PolicyDocument) =>
  explainPolicy([
    { level: 'team', id: 't', policy: team },
    { level: 'member', id: 'm', policy: member },
    { level: 'key', id: 'k', policy: key },
  ])

test('of limits of one kind the one that is met first is marked, and a nearer one that a wider one never lets it come to', () => {
  const said = (explained: ReturnType<typeof levelsOf>) =>
    limitsInForce(explained).map(({ level, of, count, standing }) => `${level} ${of} ${count} ${standing}`)
  const rpm = (count: number) => ({ limits: { requests_per_minute: count } })
  expect(said(levelsOf(rpm(300), rpm(20), rpm(100)))).toEqual(['member all 20 first', 'key all 100 never', 'team all 300 null'])
  expect(said(levelsOf(rpm(20), {}, rpm(20)))).toEqual(['team all 20 first', 'key all 20 never'])
  expect(said(levelsOf({}, rpm(5), {}))).toEqual(['member all 5 null'])
  const mixed = levelsOf(
    { limits: { concurrency: 9, per_model: { 'a*': { concurrency: 3 } } }, end_users: { limits: { concurrency: 1 } } },
    {},
    { limits: { concurrency: 2 } },
  )
  expect(said(mixed)).toEqual(['key all 2 first', 'team all 9 null', 'team model 3 null', 'team end_user 1 null'])
})

test('of hard budgets the one with the least left is met first, with what was added for a time; tags bring theirs', () => {
  const budget = (scope: TeamBudget['scope'], scopeId: string, part: Partial<TeamBudget>) =>
    ({ scope, scopeId, mode: 'hard', perEndUser: false, limitNanos: 10n, spentNanos: 0n, heldNanos: 0n, ...part }) as TeamBudget
  const levels = [
    { level: 'team', id: 't' },
    { level: 'key', id: 'k' },
  ] as const
  const all = [
    budget('team', 't', { amountNanos: 0n, limitNanos: 9n, spentNanos: 3n }),
    budget('team', 't', { mode: 'soft', limitNanos: 1n }),
    budget('key', 'k', { spentNanos: 2n, heldNanos: 5n }),
    budget('key', 'other', { limitNanos: 1n }),
    budget('member', 'm', { limitNanos: 1n }),
    budget('tag', 'web', { limitNanos: 4n }),
    budget('tag', 'batch', { limitNanos: 1n }),
    budget('model', 'a', { limitNanos: 1n }),
  ]
  const said = (tags?: string[]) =>
    budgetsInForce(all, levels, tags).map(({ level, budget: of, leftNanos, standing }) => `${level} ${of.scope} ${leftNanos} ${standing}`)
  expect(said()).toEqual(['team team 6 null', 'team team 1 null', 'key key 3 first'])
  expect(said(['web'])).toEqual(['team team 6 null', 'team team 1 null', 'key key 3 first', 'team tag 4 null', 'team model 1 null'])
})

test('a model passes only where every level lets it, and what cannot be called says why', () => {
  const allows = allowsModel(levelsOf({ models: { allow: ['demo-*'] } }, { models: { deny: ['demo-mini'] } }, {}).models)
  const sold = ['demo-chat', 'demo-mini', 'other']
  expect(sold.filter(allows)).toEqual(['demo-chat'])
  expect(['demo-chat', 'demo-mini', 'nobody'].map((model) => whyNot(model, sold, allows))).toEqual([null, 'forbidden', 'unknown'])
  expect(sold.filter(allowsModel(undefined))).toEqual(sold)
})
