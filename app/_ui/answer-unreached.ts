import type { ActionState } from '../_auth/action-state'

type Act<Value> = (before: ActionState<Value>, form: FormData) => Promise<ActionState<Value>>

/**
 * A form's action that answers a refusal, with what was entered, where the network did not let it through. Browsers
 * throw a TypeError for that alone; ways to another page and errors of the server pass on to whom they concern.
 */
export function answerUnreached<Value>(action: Act<Value>, message: string): Act<Value> {
  return async (before, form) => {
    try {
      return await action(before, form)
    } catch (thrown) {
      if (!(thrown instanceof TypeError) || 'digest' in thrown) throw thrown
      const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      return { status: 'refused', message, entered: Object.fromEntries(texts) }
    }
  }
}
