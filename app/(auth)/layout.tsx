import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { themeOf } from '../_preferences/preferences'
import { SiteFrame } from '../_preferences/site-frame'

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  return (
    <SiteFrame theme={themeOf(jar.get('theme')?.value)}>
      <main className="flex flex-1 flex-col items-center px-4 pt-[10vh] pb-16 max-md:pt-8">
        <div className="w-full max-w-[360px]">{children}</div>
      </main>
    </SiteFrame>
  )
}
