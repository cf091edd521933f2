'use client'

import { useTranslations } from 'next-intl'
import { isUnreached } from './answer-unreached'
import { toast } from './toast'

/** For acts that answer nothing, such as signing out: without a network the page stays, and a short word says why. */
export function useReach() {
  const t = useTranslations('failure')
  return async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work()
    } catch (thrown) {
      if (!isUnreached(thrown)) throw thrown
      toast.error(t('unreached'))
    }
  }
}
