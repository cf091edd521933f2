import Link from 'next/link'
import type { ReactNode } from 'react'

/** The way to the other page, below a form. */
export function AuthLink({ question, href, children }: { question: string; href: string; children: ReactNode }) {
  return (
    <p className="mt-6 text-muted-foreground">
      {question}{' '}
      <Link href={href} className="font-medium text-primary-text underline-offset-4 hover:underline">
        {children}
      </Link>
    </p>
  )
}
