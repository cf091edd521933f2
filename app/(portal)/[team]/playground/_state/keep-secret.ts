import type { ActionState } from '../../../../_auth/action-state'

export interface OpenedSecret {
  secret: string
  expiresAtMs: number
}

export type SecretState = { ok: true; secret: string } | { ok: false; message: string; requestId: string | null }

/** Renewed this long before it ends, so that an answer never begins with one about to. */
const marginMs = 5 * 60_000

/** Holds the page's secret in memory and nowhere else; callers that need a new one at the same time share it. */
export function keepSecret(open: () => Promise<ActionState<OpenedSecret>>, now: () => number = Date.now) {
  let held: OpenedSecret | null = null
  let opening: Promise<SecretState> | null = null

  async function renew(): Promise<SecretState> {
    const opened = await open()
    if (opened.status !== 'done') {
      held = null
      return {
        ok: false,
        message: opened.status === 'refused' ? opened.message : '',
        requestId: opened.status === 'refused' ? (opened.requestId ?? null) : null,
      }
    }
    held = opened.value
    return { ok: true, secret: held.secret }
  }

  return {
    get(): Promise<SecretState> {
      if (held && held.expiresAtMs - now() > marginMs) return Promise.resolve({ ok: true, secret: held.secret })
      opening ??= renew().finally(() => {
        opening = null
      })
      return opening
    },
    /** After the gateway refused it: the next one asked for is new. */
    forget(secret: string) {
      if (held?.secret === secret) held = null
    },
  }
}
