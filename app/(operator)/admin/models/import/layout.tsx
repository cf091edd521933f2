import type { ReactNode } from 'react'
import { requireOperator } from '../../../../_auth/require-operator'

/** Looks before the skeleton below is sent: to an operator who may not do this, the address answers 404. */
export default async function ImportLayout({ children }: { children: ReactNode }) {
  await requireOperator('price.change', 'catalogue.change')
  return children
}
