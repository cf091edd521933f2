'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { runAction } from '../../../../_ui/run-action'
import { openPlaygroundAction } from '../_actions/open-playground-action'
import { type Outcome, askGateway } from '../_state/ask-gateway'
import { askableColumns, limitsOf } from '../_state/askable-columns'
import { type Answer, type ColumnId, type Conversation, isRunning, messagesOf, newColumn } from '../_state/conversation'
import { keepSecret } from '../_state/keep-secret'
import { readParameters } from '../_state/parameters'
import { readGeneration } from '../_state/read-generation'
import { reduceConversation } from '../_state/reduce-conversation'
import { loadConversation, saveConversation } from '../_state/save-conversation'
import { untilAborted } from '../_state/until-aborted'
import type { PlaygroundModel } from './playground-model'

interface Setting {
  team: string
  models: readonly PlaygroundModel[]
  /** From the address; the first column's model, and the second's. */
  chosen: { model: string | null; compare: string | null }
  suggested: string | null
  storageKey: string
}

const saveAfterMs = 300
/** Codes that a new secret may cure; it says anew whether an end user is asked for, too. */
const endedCodes = new Set(['key_expired', 'invalid_api_key', 'end_user_required'])

/** The conversation, what is under way in it, and everything that can be done with it. */
export function usePlayground({ team, models, chosen, suggested, storageKey }: Setting) {
  const [conversation, change] = useReducer(reduceConversation, null, () => begun(chosen, suggested ?? models[0]?.name ?? ''))
  const latest = useRef(conversation)
  const running = useRef(new Map<string, AbortController>())
  const [secrets] = useState(() => keepSecret(() => runAction(openPlaygroundAction, { team })))
  const router = useRouter()

  useEffect(() => {
    latest.current = conversation
  }, [conversation])

  // Before the first paint in the browser; the server does not know what the tab kept.
  const [loaded, setLoaded] = useState(false)
  useLayoutEffect(() => {
    const saved = loadConversation(storageKey)
    if (saved) change({ kind: 'load', conversation: withChosen(saved, chosen) })
    setLoaded(true)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- Once: later changes of the address are this page's own.
  }, [storageKey])

  useEffect(() => {
    if (!loaded) return
    const timer = setTimeout(() => saveConversation(storageKey, conversation), saveAfterMs)
    return () => clearTimeout(timer)
  }, [loaded, storageKey, conversation])

  useEffect(() => {
    const all = running.current
    return () => {
      for (const controller of all.values()) controller.abort()
    }
  }, [])

  async function answer(turnId: string, column: ColumnId, within: Conversation): Promise<void> {
    const place = { turnId, column }
    const { model, parameters } = within.columns.find(({ id }) => id === column) ?? newColumn(column, '')
    const sent = readParameters(parameters, limitsOf(models, model))
    if (!sent) return
    const controller = new AbortController()
    const name = `${turnId} ${column}`
    running.current.set(name, controller)
    let requestId: string | null = null
    const listener = {
      onBegin: (started: { requestId: string | null; ceiling: number | null }) => {
        requestId = started.requestId
        change({ kind: 'answer', ...place, change: started })
      },
      onDelta: (text: string, reasoning: string) => change({ kind: 'delta', ...place, text, reasoning }),
    }
    const question = { model, messages: messagesOf(within, column, turnId), parameters: sent }
    try {
      for (const mayRenew of [true, false]) {
        const secret = await untilAborted(secrets.get(), controller.signal)
        if (secret === null) {
          change({ kind: 'answer', ...place, change: { state: 'stopped' } })
          return
        }
        if (!secret.ok) {
          change({ kind: 'answer', ...place, change: { ...unopened(secret.code, secret.message), requestId: secret.requestId } })
          return
        }
        const outcome = await askGateway(secret.secret, { ...question, endUser: secret.endUser }, listener, controller.signal)
        if (mayRenew && outcome.kind === 'failed' && requestId === null && endedCodes.has(outcome.error.code)) {
          secrets.forget(secret.secret)
          continue
        }
        change({ kind: 'answer', ...place, change: ended(outcome, requestId) })
        if (outcome.kind !== 'done' && requestId !== null) {
          const figures = await readGeneration(secret.secret, requestId, outcome.ttftMs)
          change({ kind: 'answer', ...place, change: figures ? { figures } : { unsettled: true } })
        }
        break
      }
    } finally {
      running.current.delete(name)
    }
    // What it cost shows in the balance of the rail. Without a network the router would leave the page for an error of the browser's.
    if (requestId !== null && navigator.onLine) router.refresh()
  }

  function ask(prompt: string, from: Conversation = latest.current): void {
    const turnId = crypto.randomUUID()
    const { asked } = askableColumns(from.columns, models)
    const next = reduceConversation(from, { kind: 'ask', turnId, prompt, columns: asked })
    change({ kind: 'load', conversation: next })
    for (const column of asked) void answer(turnId, column, next)
  }

  return {
    team,
    conversation,
    change,
    ask,
    askable: askableColumns(conversation.columns, models),
    isRunning: conversation.turns.some(({ answers }) => Object.values(answers).some(isRunning)),
    stop: (turnId?: string, column?: ColumnId) => {
      for (const [name, controller] of running.current) if (turnId === undefined || name === `${turnId} ${column}`) controller.abort()
    },
    retry: (turnId: string, column: ColumnId) => {
      const next = reduceConversation(latest.current, { kind: 'begin', turnId, column })
      change({ kind: 'begin', turnId, column })
      void answer(turnId, column, next)
    },
    resend: (turnId: string, prompt: string) => ask(prompt, reduceConversation(latest.current, { kind: 'rewind', turnId })),
  }
}

export type Playground = ReturnType<typeof usePlayground>

function begun({ model, compare }: Setting['chosen'], suggested: string): Conversation {
  const first = newColumn('a', model ?? suggested)
  return { system: '', columns: compare === null ? [first] : [first, newColumn('b', compare)], turns: [] }
}

/** What the address names goes before what the tab kept. */
function withChosen(saved: Conversation, { model, compare }: Setting['chosen']): Conversation {
  if (model === null) return saved
  const [first, second] = saved.columns
  const columns = [{ ...(first ?? newColumn('a', model)), model }]
  if (compare !== null) columns.push({ ...(second ?? newColumn('b', compare)), model: compare })
  else if (second) columns.push(second)
  return { ...saved, columns }
}

/** Nothing was sent, so nothing was charged. */
function unopened(code: string, message: string): Partial<Answer> {
  return { state: 'failed', error: { code, message, affordable: null, reach: 'refused' } }
}

function ended(outcome: Outcome, requestId: string | null): Partial<Answer> {
  if (outcome.kind === 'done') return { state: 'done', finishReason: outcome.finishReason, figures: outcome.figures }
  if (outcome.kind === 'stopped') return { state: 'stopped' }
  const { code, message, affordable, requestId: named } = outcome.error
  return { state: 'failed', error: { code, message, affordable, reach: outcome.reach }, requestId: named ?? requestId }
}
