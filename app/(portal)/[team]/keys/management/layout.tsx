import type { ReactNode } from 'react'
import { ClientMessages } from '#ui/client-messages'
import { requireTeam } from '../../../../_auth/require-team'

/** Looks before the skeleton below is sent: to whom these keys are none of their business, the address answers 404. */
export default async function ManagementKeysLayout({ children, params }: { children: ReactNode; params: Promise<{ team: string }> }) {
  await requireTeam((await params).team, 'management_key.read')
  return <ClientMessages of={['managementKeys']}>{children}</ClientMessages>
}
