'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '#ui/button'
import { Card, CardBody, CardHead } from '#ui/card'
import { Time } from '#ui/time'
import type { Authenticator } from '../../../_auth/own-authenticators'
import { AddFactor } from './add-factor'
import { RemoveFactor } from './remove-factor'

/** The authenticator apps of an account, and the ways to add and to remove one. */
export function SecondFactorCard({ factors, password }: { factors: readonly Authenticator[]; password: boolean }) {
  const t = useTranslations('account.factor')
  const [adding, setAdding] = useState(false)
  const state = factors.length > 0 ? 'on' : password ? 'off' : 'offProvider'
  return (
    <Card id="second-factor">
      <CardHead id="second-factor" title={t('title')} text={t(state)} />
      {factors.length === 0 ? null : (
        <ul className="divide-y border-b" aria-label={t('list')}>
          {factors.map((factor) => (
            <li key={factor.id} data-testid="factor" className="flex items-center justify-between gap-4 px-5 py-3 max-md:px-4">
              <div className="min-w-0">
                <p className="truncate font-medium">{factor.name || t('unnamed')}</p>
                <p className="text-sm text-muted-foreground">{t.rich('added', { at: () => <Time at={factor.addedAt} /> })}</p>
              </div>
              <RemoveFactor id={factor.id} name={factor.name || t('unnamed')} last={factors.length === 1} />
            </li>
          ))}
        </ul>
      )}
      <CardBody className="flex flex-col items-start gap-3">
        {factors.length === 1 ? <p className="text-sm text-muted-foreground">{t('backup')}</p> : null}
        <Button variant="secondary" onClick={() => setAdding(true)}>
          {t('add')}
        </Button>
        <AddFactor open={adding} onOpenChange={setAdding} password={password} />
      </CardBody>
    </Card>
  )
}
