'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { cn } from '../../../../_ui/cn'
import { type ColumnId, columnIds } from '../_state/conversation'
import { ColumnHead } from './column-head'
import { ColumnTabs } from './column-tabs'
import { Composer } from './composer'
import { PlaygroundActs } from './playground-acts'
import type { PlaygroundModel } from './playground-model'
import { SystemPrompt } from './system-prompt'
import { TurnView } from './turn-view'
import { usePlayground } from './use-playground'

interface PlaygroundProps {
  team: string
  models: readonly PlaygroundModel[]
  chosen: { model: string | null; compare: string | null }
  /** What a new conversation begins with where the address names none. */
  suggested: string | null
  storageKey: string
  /** Where SDKs point, for the code that is shown. */
  baseUrl: string
}

/** One conversation with one model or two, streamed through the gateway. */
export function Playground({ team, models, chosen, suggested, storageKey, baseUrl }: PlaygroundProps) {
  const t = useTranslations('playground')
  const playground = usePlayground({ team, models, chosen, suggested, storageKey })
  const { conversation, change, isRunning, askable } = playground
  const { columns, turns } = conversation
  const [tab, setTab] = useState<ColumnId>('a')
  const shownTab = columns.some(({ id }) => id === tab) ? tab : (columns[0]?.id ?? 'a')
  const end = useFollowedEnd(isRunning ? conversation : null)

  const stopAll = useEffectEvent(() => playground.stop())
  useEffect(() => {
    if (!isRunning) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) stopAll()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isRunning])

  // The address names the models, so that a link leads back to them; nothing is loaded for it.
  const [first, second] = columns
  useEffect(() => {
    const query = new URLSearchParams()
    if (first?.model) query.set('model', first.model)
    if (second?.model) query.set('compare', second.model)
    window.history.replaceState(null, '', query.size === 0 ? window.location.pathname : `?${query}`)
  }, [first?.model, second?.model])

  const grid = cn('grid gap-px', columns.length > 1 && 'md:grid-cols-2')
  return (
    <>
      <PlaygroundActs playground={playground} models={models} />
      <section aria-label={t('title')} className="flex min-w-0 flex-1 flex-col rounded border bg-card">
        <ColumnTabs columns={columns} current={shownTab} onChange={setTab} />
        <div className={cn(grid, 'border-b bg-border [&>*]:bg-card first:rounded-t')}>
          {columns.map((column) => (
            <div key={column.id} className={cn('min-w-0 rounded-t', column.id !== shownTab && 'max-md:hidden')}>
              <ColumnHead column={column} models={models} playground={playground} baseUrl={baseUrl} />
            </div>
          ))}
        </div>
        <SystemPrompt text={conversation.system} onChange={(text) => change({ kind: 'system', text })} />
        <div className="flex min-h-[max(30vh,100dvh-430px)] flex-1 flex-col">
          {turns.length === 0 ? <Opening /> : null}
          {turns.map((turn) => (
            <TurnView
              key={turn.id}
              turn={turn}
              columns={columnIds.filter((id) => columns.some((column) => column.id === id) || turn.answers[id])}
              shownTab={shownTab}
              playground={playground}
              mayRetry={!isRunning && turn === turns.at(-1) ? askable.asked : []}
            />
          ))}
          <div ref={end} />
        </div>
        <Composer isRunning={isRunning} askable={askable} onSend={(prompt) => playground.ask(prompt)} onStop={() => playground.stop()} />
      </section>
    </>
  )
}

function Opening() {
  const t = useTranslations('playground')
  return (
    <div className="m-auto flex max-w-prose flex-col items-center gap-1 px-5 py-10 text-center">
      <p className="text-lg font-semibold">{t('openingTitle')}</p>
      <p className="text-muted-foreground">{t('openingText')}</p>
    </div>
  )
}

/** Keeps the end in sight while answers arrive, unless the reader has gone up to read. */
function useFollowedEnd(following: unknown) {
  const end = useRef<HTMLDivElement>(null)
  const near = useRef(true)
  useEffect(() => {
    const onScroll = () => {
      near.current = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 160
    }
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => window.removeEventListener('scroll', onScroll)
  }, [])
  useEffect(() => {
    if (following !== null && near.current) window.scrollTo({ top: document.documentElement.scrollHeight })
  }, [following])
  return end
}
