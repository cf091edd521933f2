'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { type ActionState, idle } from '../_auth/action-state'
import { answerUnreached } from './answer-unreached'

/** A form's act and what came of it; without a network the form stays and says so. */
export function useFormAct<Value>(action: (before: ActionState<Value>, form: FormData) => Promise<ActionState<Value>>) {
  const t = useTranslations('failure')
  // Drawn on the server, a form posts to the action itself: that works before the page's scripts have come, and without any.
  const act = typeof window === 'undefined' ? action : answerUnreached(action, t('unreached'))
  return useActionState<ActionState<Value>, FormData>(act, idle)
}
