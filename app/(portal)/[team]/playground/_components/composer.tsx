import { CornerDownLeft, Square } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useId, useState } from 'react'
import { Button } from '#ui/button'
import { inputClass } from '#ui/input'
import { cn } from '../../../../_ui/cn'
import type { Askable } from '../_state/askable-columns'

interface ComposerProps {
  isRunning: boolean
  askable: Askable
  onSend: (prompt: string) => void
  onStop: () => void
}

/** Whether this press of Enter sends; one that picks a word of an input method does not. */
export function isSendKey(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing && event.keyCode !== 229
}

/** Where the next prompt is written; it stays in sight. */
export function Composer({ isRunning, askable, onSend, onStop }: ComposerProps) {
  const t = useTranslations('playground')
  const id = useId()
  const [text, setText] = useState('')
  const maySend = askable.blocked === null && !isRunning && text.trim() !== ''
  const note = noteOf(askable)
  const send = () => {
    if (!maySend) return
    onSend(text.trim())
    setText('')
  }
  return (
    <div className="sticky bottom-0 z-10 rounded-b border-t bg-card p-3 max-md:bottom-[calc(56px+env(safe-area-inset-bottom))]">
      <label htmlFor={id} className="sr-only">
        {t('prompt')}
      </label>
      <textarea
        id={id}
        data-composer
        rows={2}
        value={text}
        placeholder={t('promptHint')}
        aria-describedby={`${id}-keys`}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (!isSendKey(event)) return
          event.preventDefault()
          send()
        }}
        className={cn(inputClass, 'field-sizing-content max-h-60 min-h-16 resize-none py-2 leading-5')}
      />
      <div className="mt-2 flex items-center justify-between gap-3">
        <p id={`${id}-keys`} className={cn('min-w-0 text-xs text-muted-foreground', note === null && 'max-md:invisible')}>
          {note ?? t('keys')}
        </p>
        {isRunning ? (
          <Button variant="secondary" size="sm" onClick={onStop}>
            <Square aria-hidden />
            {t('stop')}
          </Button>
        ) : (
          <Button size="sm" disabled={!maySend} onClick={send}>
            <CornerDownLeft aria-hidden />
            {t('send')}
          </Button>
        )}
      </div>
    </div>
  )

  /** What stands between the prompt and its answers; null where nothing does. */
  function noteOf({ blocked, leftOut }: Askable): string | null {
    if (blocked !== null) return t(`blocked.${blocked}`)
    return leftOut.length > 0 ? t('leftOut', { model: leftOut.join(', ') }) : null
  }
}
