import { refuseByPolicy } from '#lib/gateway/admission/refuse-by-policy'
import { authenticateRefused, type Caller } from '#lib/gateway/keys/authenticate'
import { TollgateError } from '#lib/shared/errors'
import { type Access, checkAccess } from '#lib/shared/policy/check-policy'
import type { EffectivePolicy } from '#lib/shared/policy/effective-policy'

/**
 * The caller, if its policy lets it in. What was only remembered of the key (not `isFresh`) is read anew before it refuses,
 * so that a policy loosened a moment ago already counts.
 * @throws TollgateError key_expired, address_not_allowed, endpoint_not_allowed, client_not_allowed, or what authentication throws.
 */
export async function requireAccess(caller: Caller, access: Access, { isFresh }: { isFresh: boolean }): Promise<Caller> {
  const refusal = refuseAccess(caller.key.policy, access)
  if (!refusal) return caller
  if (isFresh) throw refusal
  return requireAccess(await authenticateRefused(caller, access.now), access, { isFresh: true })
}

function refuseAccess(policy: EffectivePolicy, access: Access): TollgateError | null {
  const refusal = checkAccess(policy, access)
  if (!refusal) return null
  switch (refusal.code) {
    case 'key_expired':
      return new TollgateError('key_expired', { details: { limit: refusal.limit, level: refusal.level } })
    case 'address_not_allowed':
      return refuseByPolicy(refusal, { address: access.address })
    case 'endpoint_not_allowed':
      return refuseByPolicy(refusal, { endpoint: `${access.method} /v1/${access.path}` })
    default:
      return refuseByPolicy(refusal, { client: access.client })
  }
}
