'use client'

import { ChevronDown } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { cn } from '../../../../_ui/cn'
import { Field } from '#ui/field'
import { inputClass } from '#ui/input'
import { Popover } from '#ui/popover'

interface TimeZoneFieldProps {
  label: string
  hint: string
  options: readonly string[]
  initial: string
  error?: string | undefined
}

// Wanted only by who opens it.
const TimeZoneList = dynamic(() => import('./time-zone-list').then((module) => module.TimeZoneList), { ssr: false })

/** One of the world's time zones, found by typing; posts as `time_zone`. */
export function TimeZoneField({ label, hint, options, initial, error }: TimeZoneFieldProps) {
  const t = useTranslations('team')
  const [zone, setZone] = useState(initial)
  return (
    <Field id="team-time-zone" label={label} hint={hint} error={error}>
      <input type="hidden" name="time_zone" value={zone} />
      <Popover
        id="team-time-zone"
        label={t('timeZoneIs', { zone })}
        triggerClass={cn(inputClass, 'flex h-9 items-center justify-between gap-2 text-left max-md:h-11')}
        trigger={
          <>
            <span className="truncate">{zone}</span>
            <ChevronDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
          </>
        }
        className="w-96 max-w-[calc(100vw-32px)]"
      >
        <TimeZoneList options={options} chosen={zone} choose={setZone} />
      </Popover>
    </Field>
  )
}
