'use client'

import { useTranslations } from 'next-intl'
import type { ActionState } from '../_auth/action-state'
import { answerUnreached } from './answer-unreached'
import { runAction } from './run-action'

/** As `runAction`; without a network it answers a refusal that says so. */
export function useRunAction() {
  const t = useTranslations('failure')
  return <Value,>(
    action: (before: ActionState<Value>, form: FormData) => Promise<ActionState<Value>>,
    fields: Record<string, string>,
  ): Promise<ActionState<Value>> => runAction(answerUnreached(action, t('unreached')), fields)
}
