import type { LedgerEntry } from '#lib/ledger/list-entries'

/** The reference of what a new account's first team is given. */
export const signUpReference = 'signup'

/** Nobody wrote this one's reason, so that pages say it in the reader's own language. */
export function isSignUpCredit({ kind, actor, reference }: Pick<LedgerEntry, 'kind' | 'actor' | 'reference'>): boolean {
  return kind === 'credit' && actor === 'system' && reference === signUpReference
}
