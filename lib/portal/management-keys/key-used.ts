import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#lib/portal/acting/actor'

/** The management key an actor comes with; null for people and the system. */
export function keyUsed(actor: Actor): RawBuilder<string | null> | null {
  if (actor.kind !== 'management_key') return null
  return sql<string | null>`(select id from core.management_keys where id = ${actor.keyId})`
}
