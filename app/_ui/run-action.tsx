import { type ActionState, idle } from '../_auth/action-state'

/** Calls a form's action without a form, for acts that are one press of a menu item. */
export function runAction<Value>(
  action: (before: ActionState<Value>, form: FormData) => Promise<ActionState<Value>>,
  fields: Record<string, string>,
): Promise<ActionState<Value>> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return action(idle, form)
}
