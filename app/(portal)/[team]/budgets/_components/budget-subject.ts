/** A budget as its dialogs know it. */
export interface BudgetSubject {
  /** The shown id. */
  id: string
  name: string
  /** It counts every request of the team. */
  ofTeam: boolean
  /** US dollars. */
  amount: string
  mode: 'hard' | 'soft'
  thresholds: string
  model: string
  raised: boolean
}
