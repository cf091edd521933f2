'use client'

import { createContext, type ReactNode, use, useState } from 'react'
import { Dialog, DialogContent } from './dialog'

/** `unsaved`: a secret is on the screen and has not been taken; `asking`: somebody tried to close it all the same. */
type Stage = 'free' | 'unsaved' | 'asking'

interface SecretGuard {
  stage: Stage
  setStage: (stage: Stage) => void
}

const GuardContext = createContext<SecretGuard>({ stage: 'free', setStage: () => undefined })

/** For the panel inside: whether it must ask, and how it tells that its secret is shown or taken. */
export function useSecretGuard(): SecretGuard {
  return use(GuardContext)
}

interface SecretDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  text: ReactNode
  /** For code beside the secret. */
  wide?: boolean
  children: ReactNode
}

/** A dialog that ends in a secret shown once: closing it before the secret is taken asks, once, instead. */
export function SecretDialog({ open, onOpenChange, title, text, wide, children }: SecretDialogProps) {
  const [stage, setStage] = useState<Stage>('free')
  const change = (opening: boolean) => {
    if (!opening && stage === 'unsaved') return setStage('asking')
    setStage('free')
    onOpenChange(opening)
  }
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogContent keep wide={wide} title={title} text={text}>
        <GuardContext value={{ stage, setStage }}>{children}</GuardContext>
      </DialogContent>
    </Dialog>
  )
}
