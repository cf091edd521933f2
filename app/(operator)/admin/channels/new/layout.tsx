import type { ReactNode } from 'react'
import { requireOperator } from '../../../../_auth/require-operator'

/** Looks before the skeleton below is sent: to an operator who may not do this, the address answers 404. */
export default async function NewChannelLayout({ children }: { children: ReactNode }) {
  await requireOperator('channel.change')
  return children
}
