'use client'

import { Command } from 'cmdk'
import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { inputClass } from '#ui/input'
import { useClosePopover } from '#ui/popover'
import { cn } from '../../../../_ui/cn'
import type { PlaygroundModel } from './playground-model'

/** More than anybody reads; typing narrows it. */
const mostShown = 50

interface ModelListProps {
  chosen: string
  models: readonly PlaygroundModel[]
  onChange: (model: string) => void
}

/** Every callable model with its prices, narrowed as one types, by arrow keys and Enter. */
export function ModelList({ chosen, models, onChange }: ModelListProps) {
  const t = useTranslations('playground')
  const close = useClosePopover()
  const [search, setSearch] = useState('')
  const words = search.toLowerCase().split(/\s+/)
  const fitting = models.filter(({ name, title, vendor }) => {
    const text = `${name} ${title} ${vendor}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  // Loaded after the layer had stood: it takes the focus itself.
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus({ preventScroll: true }), [])
  return (
    <Command label={t('chooseModel')} shouldFilter={false} loop className="flex h-80 flex-col">
      <div className="border-b p-2">
        <Command.Input
          ref={input}
          data-autofocus
          value={search}
          onValueChange={setSearch}
          placeholder={t('searchModels')}
          className={cn(inputClass, 'h-9 max-md:h-11')}
        />
      </div>
      <Command.List aria-label={t('models')} className="min-h-0 flex-1 overflow-y-auto p-1">
        <Command.Empty className="px-2 py-3 text-muted-foreground">{t('noModel')}</Command.Empty>
        {fitting.slice(0, mostShown).map((model) => (
          <Command.Item
            key={model.name}
            value={model.name}
            onSelect={() => {
              onChange(model.name)
              close()
            }}
            className="flex min-h-10 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 data-[selected=true]:bg-hover"
          >
            <Check aria-hidden className={cn('size-4 shrink-0 text-primary-text', model.name !== chosen && 'invisible')} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-mono text-sm">{model.name}</span>
              <span className="block truncate text-xs text-muted-foreground">
                {t('prices', { vendor: model.vendor || '–', input: model.input, output: model.output })}
              </span>
            </span>
          </Command.Item>
        ))}
        {fitting.length > mostShown ? (
          <p className="px-2 py-2 text-sm text-muted-foreground">{t('moreModels', { count: fitting.length - mostShown })}</p>
        ) : null}
      </Command.List>
    </Command>
  )
}
