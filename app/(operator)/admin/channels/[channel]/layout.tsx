import type { ReactNode } from 'react'
import { requireChannel } from './require-channel'

/** Looks before the skeleton below is sent: an address without a channel is answered with 404, not with a page that says so. */
export default async function ChannelLayout({ children, params }: { children: ReactNode; params: Promise<{ channel: string }> }) {
  await requireChannel((await params).channel)
  return children
}
