import type { ActionState } from '../../../../_auth/action-state'

export interface OpenedSecret {
  secret: string
  expiresAtMs: number
  /** Whom requests have to name, where a policy of the team asks for an end user. */
  endUser: string | null
}

export type SecretState =
  | { ok: true; secret: string; endUser: string | null }
  /** `network`: nobody could be asked; `session`: the server would not give one, or failed. */
  | { ok: false; code: 'network' | 'session'; message: string; requestId: string | null }

/** Renewed this long before it ends, so that an answer never begins with one about to. */
const marginMs = 5 * 60_000

/** Holds the page's secret in memory and nowhere else; callers that need a new one at the same time share it. */
export function keepSecret(open: () => Promise<ActionState<OpenedSecret>>, now: () => number = Date.now) {
  let held: OpenedSecret | null = null
  let opening: Promise<SecretState> | null = null

  async function renew(): Promise<SecretState> {
    let opened: ActionState<OpenedSecret>
    try {
      opened = await open()
    } catch (thrown) {
      held = null
      // A browser's fetch that reaches nobody throws this, and nothing else does.
      return { ok: false, code: thrown instanceof TypeError ? 'network' : 'session', message: '', requestId: null }
    }
    if (opened.status !== 'done') {
      held = null
      return {
        ok: false,
        code: 'session',
        message: opened.status === 'refused' ? opened.message : '',
        requestId: opened.status === 'refused' ? (opened.requestId ?? null) : null,
      }
    }
    held = opened.value
    return { ok: true, secret: held.secret, endUser: held.endUser }
  }

  return {
    /** Never rejects. */
    get(): Promise<SecretState> {
      if (held && held.expiresAtMs - now() > marginMs) return Promise.resolve({ ok: true, secret: held.secret, endUser: held.endUser })
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
