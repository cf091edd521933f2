import { cookies } from 'next/headers'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { openOutbox } from '../_auth/outbox-open'
import { themeOf } from '../_preferences/preferences'
import { SiteFrame } from '../_preferences/site-frame'

/** To everyone but the reader at this very machine, there is no outbox. */
export default async function OutboxLayout({ children }: { children: ReactNode }) {
  const [folder, jar] = await Promise.all([openOutbox(), cookies()])
  if (folder === null) notFound()
  return (
    <SiteFrame theme={themeOf(jar.get('theme')?.value)}>
      <main className="mx-auto flex w-full max-w-[840px] flex-1 flex-col gap-5 px-6 py-6 max-md:px-4">{children}</main>
    </SiteFrame>
  )
}
