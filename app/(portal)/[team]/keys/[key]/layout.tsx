import type { ReactNode } from 'react'
import { ClientMessages } from '#ui/client-messages'
import { requireKey } from './require-key'

/** Looks before the skeleton below is sent: an address without a key is answered with 404, not with a page that says so. */
export default async function KeyLayout({ children, params }: { children: ReactNode; params: Promise<{ team: string; key: string }> }) {
  const { team, key } = await params
  await requireKey(team, key)
  return <ClientMessages of={['policy', 'clientTools', 'suggest']}>{children}</ClientMessages>
}
