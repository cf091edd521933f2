import { isIP } from 'node:net'
import { Agent, request } from 'undici'
import { isWebPort } from '#lib/portal/webhooks/check-webhook-input'
import { env } from '#lib/shared/env'
import { isPrivateAddress, lookupPublicAddress, privateAddressError } from '#lib/shared/private-address'
import { processState } from '#lib/shared/process-state'

const timeoutMs = 10_000

export interface PostOutcome {
  ok: boolean
  /** The receiver's HTTP status; null when it could not be reached. */
  status: number | null
  /** Why not, in a word or two; nothing of what the receiver said is kept. */
  error: string | null
  ms: number
}

/** Posts one message; never throws for what the receiver does. Redirects are not followed. */
export async function postWebhook(url: string, body: string, headers: Record<string, string>): Promise<PostOutcome> {
  const startedAt = performance.now()
  const outcome = (part: Omit<PostOutcome, 'ms'>): PostOutcome => ({ ...part, ms: Math.round(performance.now() - startedAt) })
  try {
    const target = new URL(url)
    refuseTarget(target)
    const answer = await request(target, {
      method: 'POST',
      dispatcher: webhookAgent(),
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'content-type': 'application/json', 'user-agent': 'Tollgate-Webhooks/1', ...headers },
      body,
    })
    await answer.body.dump({ limit: 16_384 }).catch(() => undefined)
    const ok = answer.statusCode >= 200 && answer.statusCode < 300
    return outcome({ ok, status: answer.statusCode, error: ok ? null : `HTTP ${answer.statusCode}` })
  } catch (thrown) {
    return outcome({ ok: false, status: null, error: describeFailure(thrown) })
  }
}

/** Addresses are checked as they are connected to, so that a name cannot lead elsewhere the second time it is asked. */
function webhookAgent(): Agent {
  return processState('webhook-agent', () => {
    const connect = env().allowPrivateUpstreams ? { timeout: timeoutMs } : { timeout: timeoutMs, lookup: lookupPublicAddress }
    return new Agent({ connect, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, keepAliveTimeout: 1_000 })
  })
}

/** A literal address is connected to without a look-up, so the look-up cannot refuse it. */
function refuseTarget(url: URL): void {
  if (env().allowPrivateUpstreams) return
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(hostname) !== 0 && isPrivateAddress(hostname)) throw privateAddressError(hostname)
  if (!isWebPort(url)) throw Object.assign(new Error('not a port of the web'), { code: 'PORT_REFUSED' })
}

function describeFailure(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unreachable'
  if (thrown.name === 'TimeoutError') return `no answer within ${timeoutMs / 1_000} s`
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unreachable'
}
