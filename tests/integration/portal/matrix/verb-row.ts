import type { Actor, UserActor } from '#lib/portal/acting/actor'
import type { Act } from '#lib/portal/acting/permissions'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import type { MatrixWorld } from '#tests/integration/portal/matrix/world'

export interface VerbRow {
  /** The exported function's name; with a word behind it where one verb asks for several acts. */
  verb: string
  acts: readonly Act[]
  on: 'team' | 'installation'
  /** Keys never call it: it is for people alone. */
  people?: boolean
  /** Of a key that answers for one team: the act it then asks for in place of the others. */
  ownKeyAct?: Act
  /** What it answers besides `done` where it is allowed. */
  alsoAllowed?: string
  run: (actor: Actor, world: MatrixWorld, transaction: RoleTransaction | undefined) => Promise<unknown>
}

/** A verb that only people call. */
export function asPerson(run: (person: UserActor, world: MatrixWorld, transaction: RoleTransaction | undefined) => Promise<unknown>) {
  return (actor: Actor, world: MatrixWorld, transaction: RoleTransaction | undefined) => {
    if (actor.kind !== 'user') throw new Error('keys do not call this verb')
    return run(actor, world, transaction)
  }
}
