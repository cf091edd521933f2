'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card, CardBody, CardHead } from '#ui/card'

export function Pair({ children }: { children: ReactNode }) {
  return <div className="grid gap-4 md:grid-cols-2">{children}</div>
}

/** One part of the form, under its own heading. */
export function Part({
  name,
  children,
}: {
  name: 'models' | 'limits' | 'budgets' | 'request' | 'access' | 'records'
  children: ReactNode
}) {
  const t = useTranslations('policy.parts')
  return (
    <Card id={`policy-${name}`}>
      <CardHead id={`policy-${name}`} title={t(`${name}.title`)} text={t(`${name}.text`)} />
      <CardBody className="flex flex-col gap-4">{children}</CardBody>
    </Card>
  )
}
