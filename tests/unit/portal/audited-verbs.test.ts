import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../../lib/portal/', import.meta.url)
const sources = new Map(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [`#lib/portal/${file.replace(/\.ts$/, '')}`, readFileSync(new URL(file, root), 'utf8')]),
)

const writes = /\.(insertInto|updateTable|deleteFrom)\(\s*'(\w+\.\w+)'/g
const callsLedger = /from '#lib\/ledger\/(budgets|credit-team|reverse-entry|refund-request|open-team)'/
const reading = /\b(listBudgets|BudgetState|BudgetPeriod|BudgetScope|BudgetMode)\b/g

/** What is kept for the product's own sake, and says nothing of who may do what. */
const bookkeeping: Record<string, string> = {
  '#lib/portal/management-api/remember-answer': 'answers kept for replay',
  '#lib/portal/jobs/jobs': 'forgets those answers after a day',
  '#lib/portal/accounts/note-sessions-end': 'notes what the auth server has done; whoever asked for it is audited with it',
  '#lib/portal/accounts/note-session-use': 'notes when a session was last used',
  '#lib/portal/playground/end-playground-session': 'ends the short-lived secrets of a session',
  '#lib/portal/webhooks/rewrap-webhook-secrets': 'seals secrets anew; the command that runs it audits the change of the master key',
  '#lib/portal/invites/deliver-invite': 'notes when a mail went out; the invite itself is audited',
}

/** The modules that a module stands on, itself among them. */
function reachOf(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen
  seen.add(name)
  for (const [, target = ''] of (sources.get(name) ?? '').matchAll(/from '(#lib\/portal\/[\w/-]+)'/g)) reachOf(target, seen)
  return seen
}

/** The modules that stand on a module directly. */
const usersOf = (name: string) => [...sources].filter(([, text]) => text.includes(`from '${name}'`)).map(([user]) => user)

const audits = (name: string) => /\bwriteAudit\(/.test(sources.get(name) ?? '')

/** Audited where it writes, or by what uses it. */
function isAudited(name: string, seen = new Set<string>()): boolean {
  if (audits(name)) return true
  if (seen.has(name)) return false
  seen.add(name)
  const users = usersOf(name)
  return users.some((user) => isAudited(user, seen))
}

const mutating = [...sources]
  .filter(([name, text]) => {
    if (name.endsWith('/write-audit')) return false
    const changes = [...text.matchAll(writes)].some(([, , table]) => table !== 'core.audit_log')
    return (
      changes ||
      (callsLedger.test(text) &&
        text.replace(reading, '').match(/\b(setBudget|endBudget|raiseBudget|creditTeam|reverseEntry|postRefund|openTeam)\(/) !== null)
    )
  })
  .map(([name]) => name)

test('whatever changes something writes an audit row, in its own module or in one that uses it', () => {
  expect(mutating.length).toBeGreaterThan(25)
  expect(mutating.filter((name) => !(name in bookkeeping) && !isAudited(name))).toEqual([])
})

test('what counts as bookkeeping still writes something', () => {
  expect(Object.keys(bookkeeping).filter((name) => !mutating.includes(name) && reachOf(name).size > 0)).toEqual([])
})
