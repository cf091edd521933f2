import { type Act, isRead, permissionFor } from '#lib/portal/acting/permissions'

export type Outcome = 'done' | 'forbidden' | 'not_found'

/** What the table says of one act, in one team or on the installation, for one persona of `makePersonas`. */
export function outcomeOf(persona: string, act: Act, on: 'team' | 'installation'): Outcome {
  const row = permissionFor(act)
  const [kind = '', role = ''] = persona.split(' ')
  const may = (allowed: boolean): Outcome => (allowed ? 'done' : 'forbidden')
  const operators: readonly string[] = row.operators
  if (persona === 'operator key') return may(operators.includes('owner'))
  if (persona === 'operator reader') return may(operators.includes('owner') && isRead(act))
  if (kind === 'operator') return may(operators.includes(role))
  const person = kind === 'member' || kind === 'outsider'
  if (on === 'installation') return may(person && row.accounts === true)
  if (kind === 'outsider' || kind === 'foreign') return 'not_found'
  const members: readonly string[] = row.members
  if (kind === 'member') return may(members.includes(role))
  return may(row.teamKeys && (persona === 'own key' || isRead(act)))
}

/** Several acts at once: the first that is refused. */
export function outcomeOfAll(persona: string, acts: readonly Act[], on: 'team' | 'installation'): Outcome {
  return acts.map((act) => outcomeOf(persona, act, on)).find((outcome) => outcome !== 'done') ?? 'done'
}
