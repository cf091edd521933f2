import type { Actor } from '#lib/portal/acting/actor'
import { keyUsed } from '#lib/portal/management-keys/key-used'

/** For the row of a webhook that an actor makes or leads elsewhere: it goes off with them. */
export function whoLeads(actor: Actor) {
  return { led_by: actor.kind === 'user' ? actor.userId : null, led_with: keyUsed(actor) }
}
