import { expect, test } from 'vitest'
import type { BudgetPayload } from '#lib/portal/notices/notice'
import { writeMail } from '#lib/portal/notices/write-mail'

const payload: BudgetPayload = {
  team_id: 'team_1',
  team_name: 'Acme',
  budget_id: 'budget_1',
  scope: 'team',
  scope_id: 'team_1',
  scope_name: 'Acme',
  end_user: null,
  mode: 'hard',
  period: 'day',
  period_starts_at: '2026-11-23T00:00:00.000Z',
  period_ends_at: '2026-11-24T00:00:00.000Z',
  amount_usd: '1.000000000',
  spent_usd: '0.500000000',
  percent: 50,
}
const hostile = `bob”\r\n\r\nYour account is closed.\u2028Pay at https://evil.example \u202e\u0007${'x'.repeat(200)}`

test.each(['en', 'zh'] as const)('what end users, tags and keys are called stays one short, quoted line of a mail (%s)', (locale) => {
  const texts = [
    writeMail({ kind: 'budget.threshold', payload: { ...payload, end_user: hostile } }, locale, 'http://t'),
    writeMail(
      { kind: 'budget.exhausted', payload: { ...payload, percent: 100, scope: 'end_user', scope_name: hostile } },
      locale,
      'http://t',
    ),
    writeMail(
      {
        kind: 'key.blocked',
        payload: {
          team_id: 't',
          team_name: hostile,
          key_id: 'k',
          key_name: hostile,
          reason: hostile,
          blocked_at: payload.period_starts_at ?? '',
        },
      },
      locale,
      'http://t',
    ),
  ]
  for (const { subject, text } of texts) {
    expect(subject).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u)
    expect(text).toMatch(/“bob Your account is closed\. Pay at https:\/\/evil\.example x{22}…”/)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
    expect(text).not.toContain('”\n\nYour')
  }
})

test('a summary says how many there were of what, and nothing of what there was none of', () => {
  const counts = { 'budget.threshold': 40, 'budget.exhausted': 0, 'key.blocked': 2 }
  const summary = { team_id: 't', team_name: 'Acme', since: '2026-11-23T01:00:00.000Z', until: '2026-11-23T02:00:00.000Z', counts }
  const en = writeMail({ kind: 'notices.summary', payload: summary }, 'en', 'http://t')
  expect(en.subject).toBe('Acme: 42 more notices')
  expect(en.text).toContain('40 thresholds of budgets reached\n\n2 keys blocked')
  expect(en.text).not.toContain('used up')
  expect(writeMail({ kind: 'notices.summary', payload: summary }, 'zh', 'http://t').text).toContain('40 次预算达到提醒阈值')
})

test.each(['en', 'zh'] as const)('a blocked key’s mail leads to the page of that key (%s)', (locale) => {
  const blocked = {
    team_id: 't',
    team_name: 'Acme',
    key_id: 'key_1',
    key_name: 'bot',
    reason: null,
    blocked_at: '2026-11-23T01:00:00.000Z',
  }
  const { text } = writeMail({ kind: 'key.blocked', payload: blocked }, locale, 'http://t/team_1')
  expect(text.split('\n').at(-1)).toBe('http://t/team_1/keys/key_1')
})
