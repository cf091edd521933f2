/** A budget as its dialogs know it. */
export interface BudgetSubject {
  /** The shown id. */
  id: string
  name: string
  /** US dollars. */
  amount: string
  mode: 'hard' | 'soft'
  thresholds: string
  model: string
  raised: boolean
}
