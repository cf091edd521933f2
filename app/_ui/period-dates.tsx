'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from './button'
import { InputField } from './field'
import { useClosePopover } from './popover'
import { useQuery } from './use-query'

/** First and last day of a period of one's own. */
export function PeriodDates({ from, to, timeZone }: { from: string; to: string; timeZone: string | undefined }) {
  const t = useTranslations('ui')
  const { write } = useQuery()
  const close = useClosePopover()
  const [first, setFirst] = useState(from)
  const [last, setLast] = useState(to)
  const backwards = first !== '' && last !== '' && first > last
  return (
    <form
      className="flex flex-col gap-3 p-2"
      onSubmit={(event) => {
        event.preventDefault()
        write({ period: 'custom', from: first, to: last })
        close()
      }}
    >
      <div className="flex gap-2">
        <InputField
          id="period-from"
          type="date"
          required
          label={t('firstDay')}
          value={first}
          onChange={(event) => setFirst(event.target.value)}
        />
        <InputField
          id="period-to"
          type="date"
          required
          label={t('lastDay')}
          value={last}
          onChange={(event) => setLast(event.target.value)}
        />
      </div>
      {backwards ? (
        <p role="alert" className="text-sm text-destructive">
          {t('datesBackwards')}
        </p>
      ) : timeZone ? (
        <p className="text-sm text-muted-foreground">{t('daysIn', { zone: timeZone })}</p>
      ) : null}
      <Button type="submit" size="sm" disabled={backwards} className="self-end">
        {t('showPeriod')}
      </Button>
    </form>
  )
}
