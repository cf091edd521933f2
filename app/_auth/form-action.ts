import 'server-only'
import { refresh } from 'next/cache'
import { getTranslations } from 'next-intl/server'
import type { z } from 'zod'
import type { UserActor } from '#lib/portal/acting/actor'
import { asTollgateError, errorTable, type TollgateError } from '#lib/shared/errors'
import { newId, showId } from '#lib/shared/ids'
import { log } from '#lib/shared/log'
import type { ActionState } from './action-state'
import { callerAddress } from './caller-address'
import { liveSession } from './current-session'
import { sendToSignIn } from './end-session'
import { enteredOf, readForm } from './read-form'

/** Words for a refusal that belongs to one field, keyed by the field's name; null where the code's own words are enough. */
type Explain = (error: TollgateError) => Promise<Record<string, string> | null>

/**
 * A form's server action: checks the form, supplies the verified person, runs one verb, and shows the page anew.
 * Whether the person may is the verb's own question, asked in the transaction of the act.
 */
export function formAction<Schema extends z.ZodType, Value>(
  schema: Schema,
  run: (actor: UserActor, input: z.infer<Schema>) => Promise<Value>,
  explain?: Explain,
) {
  return async (_before: ActionState<Value>, form: FormData): Promise<ActionState<Value>> => {
    const session = await liveSession()
    if (!session) return sendToSignIn()
    const read = await readForm(schema, form)
    if (!read.ok) return read.refusal
    const requestId = newId()
    try {
      const value = await run(
        { kind: 'user', userId: session.userId, requestId, address: (await callerAddress()) ?? undefined },
        read.value,
      )
      refresh()
      return { status: 'done', value }
    } catch (thrown) {
      return refusalOf(asTollgateError(thrown), { requestId: showId('req', requestId), form, explain })
    }
  }
}

interface Refused {
  requestId: string
  form: FormData
  explain: Explain | undefined
}

async function refusalOf(error: TollgateError, { requestId, form, explain }: Refused): Promise<ActionState<never>> {
  const ours = errorTable[error.code].owner === 'platform'
  if (ours) log.error('action_failed', { request_id: requestId, code: error.code }, error.cause ?? error)
  const t = await getTranslations()
  const entered = enteredOf(Object.fromEntries(form))
  const explained = await explain?.(error)
  if (explained) return { status: 'refused', message: t('invalid.form'), fields: explained, entered }
  const field = error.param?.split('.')[0]
  const fields = field === undefined ? undefined : { [field]: t('invalid.value') }
  return { status: 'refused', message: t(`errors.${error.code}`), requestId, fields, entered }
}
