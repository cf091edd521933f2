import type { ActionState } from '../_auth/action-state'

type Act<Value> = (before: ActionState<Value>, form: FormData) => Promise<ActionState<Value>>

/**
 * Whether the network let nothing through, neither a question nor a part of the page. Browsers throw a TypeError for that
 * alone; ways to another page and errors of the server have a digest.
 */
export function isUnreached(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || 'digest' in thrown) return false
  return thrown instanceof TypeError || thrown.name === 'ChunkLoadError'
}

/**
 * A form's action that answers a refusal, with what was entered, where the network did not let it through. What else is
 * thrown passes on to whom it concerns.
 */
export function answerUnreached<Value>(action: Act<Value>, message: string): Act<Value> {
  return async (before, form) => {
    try {
      return await action(before, form)
    } catch (thrown) {
      if (!isUnreached(thrown)) throw thrown
      const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      return { status: 'refused', message, entered: Object.fromEntries(texts) }
    }
  }
}
