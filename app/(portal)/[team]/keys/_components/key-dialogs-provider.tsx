'use client'

import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, use, useState } from 'react'
import { Button, type ButtonProps } from '#ui/button'
import { useQuery } from '#ui/use-query'
import { useReach } from '#ui/use-reach'
import type { KeyAsk, KeyPlace } from './key-subject'

const AskContext = createContext<(ask: KeyAsk) => void>(() => undefined)

/** Opens a dialog of the key list. */
export function useKeyDialogs(): (ask: KeyAsk) => void {
  return use(AskContext)
}

// Nobody needs them to read the list.
const load = () => import('./key-dialogs').then((module) => module.KeyDialogs)
const KeyDialogs = dynamic(load, { ssr: false })

/**
 * Holds the dialogs apart from the rows and buttons that open them: the first key takes the empty list's button away,
 * a deleted one its row, and the dialog must not go with them.
 */
export function KeyDialogsProvider({ children, ...place }: KeyPlace & { children: ReactNode }) {
  const [asked, setAsk] = useState<KeyAsk | null>(null)
  const reach = useReach()
  const open = (wish: KeyAsk) =>
    void reach(async () => {
      await load()
      setAsk(wish)
    })
  const { query, write } = useQuery()
  // `?create=1` is how other pages and the palette ask for a key.
  const calledFor = place.mayCreate && query.has('create')
  const ask = asked ?? (calledFor ? { act: 'create' as const } : null)
  const close = () => {
    setAsk(null)
    if (calledFor) write({ create: null })
  }
  return (
    <AskContext value={open}>
      {children}
      {ask ? <KeyDialogs ask={ask} place={place} close={close} /> : null}
    </AskContext>
  )
}

export function CreateKeyButton(props: Pick<ButtonProps, 'variant' | 'size'>) {
  const t = useTranslations('keys')
  const ask = useKeyDialogs()
  return (
    <Button {...props} onClick={() => ask({ act: 'create' })}>
      <Plus aria-hidden />
      {t('create')}
    </Button>
  )
}
