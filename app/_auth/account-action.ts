import 'server-only'
import type { z } from 'zod'
import type { UserActor } from '#lib/portal/acting/actor'
import { newId } from '#lib/shared/ids'
import type { ActionState } from './action-state'
import { passingAuthClient } from './auth-client'
import { isOutage } from './auth-failure'
import { refuseAuth, refuseField, secondsToWait } from './auth-refusal'
import { callerAddress } from './caller-address'
import { requireAccount } from './current-account'
import { liveSession } from './current-session'
import { sendToSignIn } from './end-session'
import { readForm } from './read-form'

export interface AccountCaller {
  actor: UserActor
  /** The present address, by the auth server. */
  email: string
}

/** A form that changes how its reader signs in: checks the session with the auth server, the account, and the form. */
export function accountAction<Schema extends z.ZodType, Value>(
  schema: Schema,
  run: (caller: AccountCaller, input: z.infer<Schema>) => Promise<ActionState<Value>>,
) {
  return async (_before: ActionState<Value>, form: FormData): Promise<ActionState<Value>> => {
    const session = await liveSession()
    if (!session) return sendToSignIn()
    await requireAccount()
    const read = await readForm(schema, form)
    if (!read.ok) return read.refusal
    const actor: UserActor = { kind: 'user', userId: session.userId, requestId: newId(), address: await callerAddress() }
    return run({ actor, email: session.email }, read.value)
  }
}

/** Refuses who does not know the account's password; each look counts as an attempt to sign in. */
export async function refuseStranger(email: string, password: string, entered: Record<string, string> = {}) {
  const wait = await secondsToWait(email)
  if (wait > 0) return refuseAuth('tooMany', entered, wait)
  const auth = passingAuthClient()
  const { error } = await auth.signInWithPassword({ email, password })
  if (!error) {
    await auth.signOut({ scope: 'local' })
    return null
  }
  if (isOutage(error)) return refuseAuth('unavailable', entered)
  return error.status === 429 ? refuseAuth('tooMany', entered) : refuseField('present', 'present', entered)
}
