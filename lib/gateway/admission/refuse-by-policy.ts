import { type ErrorDetails, TollgateError } from '#lib/shared/errors'
import type { Refusal } from '#lib/shared/policy/check-policy'

/** What a refusal is about, in the caller's words. */
export type RefusedThing = { model: string } | { endpoint: string } | { address: string | null } | { client: string }

/** A policy's refusal as an error that names the limit and its level. */
export function refuseByPolicy(refusal: Refusal, thing: RefusedThing): TollgateError {
  const { code, level, limit } = refusal
  const details: ErrorDetails = { limit, level, ...thing }
  return new TollgateError(code, { message: `${sayOf(thing)} (${limit}).`, param: 'model' in thing ? 'model' : undefined, details })
}

/** For a request without the name that limits and budgets of end users go by. */
export function refuseUnnamed({ code, level, limit }: Refusal): TollgateError {
  const message = `The request names no end user (${limit}): send "safety_identifier" or "user".`
  return new TollgateError(code, { message, param: 'user', details: { limit, level } })
}

function sayOf(thing: RefusedThing): string {
  if ('model' in thing) return `This key may not use the model "${thing.model}"`
  if ('endpoint' in thing) return `This key may not call ${thing.endpoint}`
  if ('address' in thing) return `This key may not be used from ${thing.address ?? 'an unknown address'}`
  return `This key may not be used with this tool, recognised as "${thing.client}"`
}
