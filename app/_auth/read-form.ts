import 'server-only'
import { getTranslations } from 'next-intl/server'
import type { z } from 'zod'
import type { ActionState } from './action-state'

/** Fields that are never sent back to the browser, however the form was refused. */
const secretFields = new Set(['password', 'present', 'credentials', 'code'])

type Read<Value> = { ok: true; value: Value } | { ok: false; refusal: Extract<ActionState<never>, { status: 'refused' }> }

/** A posted form against its schema; issue messages are keys of `invalid` in the message files. */
export async function readForm<Schema extends z.ZodType>(schema: Schema, form: FormData): Promise<Read<z.infer<Schema>>> {
  const posted = Object.fromEntries([...form.keys()].filter((name) => !name.startsWith('$')).map((name) => [name, form.get(name)]))
  const parsed = schema.safeParse(posted)
  if (parsed.success) return { ok: true, value: parsed.data }
  const t = await getTranslations('invalid')
  const fields: Record<string, string> = {}
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? '')
    const key = issue.message as Parameters<typeof t>[0]
    const text = t.has(key) ? t(key) : t('value')
    const entry: unknown = issue.code === 'custom' ? issue.params?.entry : undefined
    fields[field] ??= typeof entry === 'string' ? t('entry', { entry, text }) : text
  }
  return { ok: false, refusal: { status: 'refused', message: t('form'), fields, entered: enteredOf(posted) } }
}

/** What may be put back into a refused form. */
export function enteredOf(posted: Record<string, unknown>): Record<string, string> {
  const texts = Object.entries(posted).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && !secretFields.has(entry[0]),
  )
  return Object.fromEntries(texts)
}
