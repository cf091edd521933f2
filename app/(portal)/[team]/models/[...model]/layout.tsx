import type { ReactNode } from 'react'
import { ClientMessages } from '#ui/client-messages'
import { requireModel } from './require-model'

/** Looks before the skeleton below is sent: an address without a model is answered with 404, not with a page that says so. */
export default async function ModelLayout({
  children,
  params,
}: {
  children: ReactNode
  params: Promise<{ team: string; model: string[] }>
}) {
  const { team, model } = await params
  await requireModel(team, model.join('/'))
  return <ClientMessages of={['snippets']}>{children}</ClientMessages>
}
