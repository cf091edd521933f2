import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { MoreMessages } from './more-messages'

export type Namespace = keyof IntlMessages
type IntlMessages = Awaited<ReturnType<typeof getMessages>>

/** What the primitives and the shell speak on any page. */
const everywhere = [
  'ui',
  'invalid',
  'errors',
  'failure',
  'shell',
  'auth',
  'chart',
  'table',
  'palette',
] as const satisfies readonly Namespace[]

/** Gives client components below it the words of these namespaces, beside those given above it; the others stay on the server. */
export async function ClientMessages({ of: namespaces, children }: { of?: readonly Namespace[]; children: ReactNode }) {
  const messages = await getMessages()
  const pick = (names: readonly Namespace[]) => Object.fromEntries(names.map((name) => [name, messages[name]]))
  return namespaces === undefined ? (
    <NextIntlClientProvider messages={pick(everywhere)}>{children}</NextIntlClientProvider>
  ) : (
    <MoreMessages messages={pick(namespaces)}>{children}</MoreMessages>
  )
}

/** The layout of a part of an area whose client components speak these namespaces as well. */
export function layoutWithWords(...namespaces: readonly Namespace[]) {
  return function WordsLayout({ children }: { children: ReactNode }) {
    return <ClientMessages of={namespaces}>{children}</ClientMessages>
  }
}
