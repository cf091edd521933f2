import { TollgateError } from '#lib/shared/errors'
import { takeFromLimit } from '#lib/shared/rate-limit/take-from-limit'

/** Each test is a request to an address of the team's choosing. */
const tests = { name: 'webhook-test', limit: 10, windowSeconds: 600 }
const changes = { name: 'webhook-change', limit: 60, windowSeconds: 600 }

/** @throws TollgateError `rate_limited` */
export async function takeWebhookTurn(what: 'test' | 'change', teamId: string): Promise<void> {
  const { allowed, retryAfterSeconds } = await takeFromLimit(what === 'test' ? tests : changes, teamId)
  if (!allowed)
    throw new TollgateError('rate_limited', { retryAfterSeconds, message: `Too many ${what}s of webhooks. Wait before trying again.` })
}
