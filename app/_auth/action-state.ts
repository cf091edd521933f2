/** What a form's action answers; every text is already in the reader's language. */
export type ActionState<Value = null> =
  | { status: 'idle' }
  | { status: 'done'; value: Value }
  | { status: 'refused'; message: string; requestId?: string; fields?: Record<string, string>; entered?: Record<string, string> }

export const idle: { status: 'idle' } = { status: 'idle' }

/** The refusal of one field, if it was that field. */
export function fieldError(state: ActionState<unknown>, field: string): string | undefined {
  return state.status === 'refused' ? state.fields?.[field] : undefined
}

/** What had been typed into a field of a refused form; secrets are never among it. */
export function entered(state: ActionState<unknown>, field: string): string | undefined {
  return state.status === 'refused' ? state.entered?.[field] : undefined
}
