'use client'

import { NextIntlClientProvider, useLocale, useMessages } from 'next-intl'
import { type ComponentProps, type ReactNode, useMemo } from 'react'

type Messages = NonNullable<ComponentProps<typeof NextIntlClientProvider>['messages']>

/** Adds words to those that components above have been given. */
export function MoreMessages({ messages, children }: { messages: Messages; children: ReactNode }) {
  const locale = useLocale()
  const above = useMessages()
  const all = useMemo(() => ({ ...above, ...messages }), [above, messages])
  return (
    <NextIntlClientProvider locale={locale} messages={all}>
      {children}
    </NextIntlClientProvider>
  )
}
