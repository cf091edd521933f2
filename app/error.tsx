'use client'

import { PageFailure, type PageFailureProps } from '#ui/page-failure'

export default function ErrorPage(props: PageFailureProps) {
  return (
    <main className="mx-auto w-full max-w-[560px] px-4 py-[12vh]">
      <PageFailure {...props} />
    </main>
  )
}
