import { Pencil } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Button } from '#ui/button'
import { Textarea } from '#ui/input'
import { Tooltip } from '#ui/tooltip'
import { cn } from '../../../../_ui/cn'
import type { ColumnId, Turn } from '../_state/conversation'
import { AnswerView } from './answer-view'
import { isSendKey } from './composer'
import type { Playground } from './use-playground'

interface TurnViewProps {
  turn: Turn
  columns: readonly ColumnId[]
  /** The column that a phone shows. */
  shownTab: ColumnId
  playground: Playground
  /** The columns that may be asked again. */
  mayRetry: readonly ColumnId[]
}

/** A prompt, and beneath it what each model made of it. */
export function TurnView({ turn, columns, shownTab, playground, mayRetry }: TurnViewProps) {
  const { isRunning, resend } = playground
  const [editing, setEditing] = useState(false)
  return (
    <article data-testid="turn" className="border-b last-of-type:border-b-0">
      {editing ? (
        <PromptEditor
          prompt={turn.prompt}
          onCancel={() => setEditing(false)}
          onSend={(prompt) => {
            setEditing(false)
            resend(turn.id, prompt)
          }}
        />
      ) : (
        <Prompt text={turn.prompt} mayEdit={!isRunning} onEdit={() => setEditing(true)} />
      )}
      <div className={cn('grid', columns.length > 1 && 'md:grid-cols-2 md:divide-x')}>
        {columns.map((id) => (
          <div key={id} className={cn('min-w-0', columns.length > 1 && id !== shownTab && 'max-md:hidden')}>
            <AnswerView
              answer={turn.answers[id]}
              team={playground.team}
              named={columns.length > 1}
              onStop={() => playground.stop(turn.id, id)}
              onRetry={mayRetry.includes(id) ? () => playground.retry(turn.id, id) : null}
            />
          </div>
        ))}
      </div>
    </article>
  )
}

function Prompt({ text, mayEdit, onEdit }: { text: string; mayEdit: boolean; onEdit: () => void }) {
  const t = useTranslations('playground')
  return (
    <div className="flex items-start gap-2 bg-muted px-4 py-3">
      <h2 className="sr-only">{t('you')}</h2>
      <p className="min-w-0 flex-1 font-medium break-words whitespace-pre-wrap">{text}</p>
      <Tooltip text={t('edit')}>
        <Button variant="ghost" size="icon" disabled={!mayEdit} aria-label={t('edit')} onClick={onEdit} className="-my-1.5">
          <Pencil aria-hidden />
        </Button>
      </Tooltip>
    </div>
  )
}

interface PromptEditorProps {
  prompt: string
  onCancel: () => void
  onSend: (prompt: string) => void
}

function PromptEditor({ prompt, onCancel, onSend }: PromptEditorProps) {
  const t = useTranslations('playground')
  const [text, setText] = useState(prompt)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <div className="flex flex-col gap-2 bg-muted px-4 py-3">
      <Textarea
        ref={field}
        aria-label={t('edit')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel()
          if (!isSendKey(event) || text.trim() === '') return
          event.preventDefault()
          onSend(text.trim())
        }}
      />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p className="mr-auto text-xs text-muted-foreground">{t('editNote')}</p>
        <Button variant="ghost" size="sm" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button size="sm" disabled={text.trim() === ''} onClick={() => onSend(text.trim())}>
          {t('resend')}
        </Button>
      </div>
    </div>
  )
}
