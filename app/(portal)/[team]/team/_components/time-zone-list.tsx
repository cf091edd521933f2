'use client'

import { Command } from 'cmdk'
import { Check } from 'lucide-react'
import { useNow, useTranslations } from 'next-intl'
import { useClosePopover } from '#ui/popover'
import { cn } from '../../../../_ui/cn'
import { inputClass } from '../../../../_ui/input'

interface TimeZoneListProps {
  options: readonly string[]
  chosen: string
  choose: (zone: string) => void
}

export function TimeZoneList({ options, chosen, choose }: TimeZoneListProps) {
  const t = useTranslations('team')
  const now = useNow()
  const close = useClosePopover()
  const pick = (zone: string) => {
    choose(zone)
    close()
  }
  return (
    <Command label={t('timeZone')} defaultValue={chosen} filter={matches}>
      <Command.Input ref={focus} placeholder={t('searchZones')} className={cn(inputClass, 'h-8 px-2 text-sm max-md:h-11')} />
      <Command.List className="mt-1 max-h-72 overflow-y-auto">
        <Command.Empty className="px-2 py-1.5 text-muted-foreground">{t('noZone')}</Command.Empty>
        {options.map((zone) => (
          <Command.Item
            key={zone}
            value={zone}
            onSelect={() => pick(zone)}
            className="flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 data-[selected=true]:bg-hover max-md:min-h-11"
          >
            <Check aria-hidden className={cn('size-4 shrink-0 text-primary-text', zone !== chosen && 'invisible')} />
            <span className="min-w-0 flex-1 truncate">{zone}</span>
            <span className="text-sm text-muted-foreground tabular-nums">{offsetOf(zone, now)}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}

/** The list is there only once it was asked for, so the typing belongs to it. */
function focus(input: HTMLInputElement | null) {
  input?.focus({ preventScroll: true })
}

/** Every word typed stands somewhere in the name; `_` reads as a space. */
function matches(zone: string, search: string): number {
  const name = zone.toLowerCase().replaceAll('_', ' ')
  const words = search.toLowerCase().replaceAll('_', ' ').split(/\s+/)
  return words.every((word) => name.includes(word)) ? 1 : 0
}

/** `GMT+1`, as it is at that moment. */
function offsetOf(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}
