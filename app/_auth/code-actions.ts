'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { ActionState } from './action-state'
import { authenticatorsOf, checkCode, codeField } from './check-code'
import { askSession } from './current-session'
import { readNextPath, signInPath } from './next-path'
import { readForm } from './read-form'

const form = z.object({ code: codeField, next: z.string().optional().transform(readNextPath) })

/** The second half of signing in. */
export async function enterCode(_before: ActionState, posted: FormData): Promise<ActionState> {
  const asked = await askSession()
  if (!asked) redirect(signInPath(readNextPath(posted.get('next')), 'ended'))
  const read = await readForm(form, posted)
  if (!read.ok) return read.refusal
  const { code, next } = read.value
  if (asked.half) {
    const ids = authenticatorsOf(asked.user).map(({ id }) => id)
    const refusal = await checkCode(asked.userId, ids, code)
    if (refusal) return refusal
  }
  redirect(next ?? '/start')
}
