import { RotateCcw, Square } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useDeferredValue } from 'react'
import { Badge } from '#ui/badge'
import { Button } from '#ui/button'
import { CopyButton } from '#ui/copy-button'
import { Skeleton } from '#ui/skeleton'
import { Tooltip } from '#ui/tooltip'
import { type Answer, isRunning } from '../_state/conversation'
import { AnswerFailure } from './answer-failure'
import { AnswerFigures } from './answer-figures'

const AnswerMarkdown = dynamic(() => import('./answer-markdown').then((module) => module.AnswerMarkdown), {
  ssr: false,
  loading: TextPlace,
})

interface AnswerViewProps {
  answer: Answer | undefined
  /** The team's shown id. */
  team: string
  /** Whether it says which model answered. */
  named: boolean
  onStop: () => void
  onRetry: (() => void) | null
}

/** One answer as it arrives: text, what became of it, what it took. */
export function AnswerView({ answer, team, named, onStop, onRetry }: AnswerViewProps) {
  const t = useTranslations('playground')
  const text = useDeferredValue(answer?.text ?? '')
  if (!answer) return <p className="px-4 py-3 text-sm text-muted-foreground">{t('notAsked')}</p>
  const running = isRunning(answer)
  return (
    <div data-testid="answer" data-state={answer.state} className="flex h-full flex-col gap-2.5 px-4 py-3">
      {named ? <p className="truncate font-mono text-xs text-muted-foreground">{answer.model}</p> : null}
      {answer.reasoning === '' ? null : <Reasoning text={answer.reasoning} />}
      <div aria-live="polite" aria-busy={running} className="min-w-0 flex-1">
        {answer.state === 'waiting' ? <TextPlace /> : null}
        {text === '' ? null : <AnswerMarkdown text={text} />}
      </div>
      {answer.error ? <AnswerFailure answer={answer} error={answer.error} team={team} /> : null}
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <State answer={answer} />
        <AnswerFigures answer={answer} />
        <div className="ml-auto flex">
          {running ? (
            <Tooltip text={t('stop')}>
              <Button variant="ghost" size="icon" aria-label={t('stopNamed', { model: answer.model })} onClick={onStop}>
                <Square aria-hidden />
              </Button>
            </Tooltip>
          ) : null}
          {!running && answer.text !== '' ? <CopyButton text={answer.text} label={t('copyAnswer')} iconOnly /> : null}
          {onRetry ? (
            <Tooltip text={t('retry')}>
              <Button variant="ghost" size="icon" aria-label={t('retryNamed', { model: answer.model })} onClick={onRetry}>
                <RotateCcw aria-hidden />
              </Button>
            </Tooltip>
          ) : null}
        </div>
      </div>
    </div>
  )
}

/** How it ended, where that is not simply the end. */
function State({ answer: { state, finishReason, ceiling } }: { answer: Answer }) {
  const t = useTranslations('playground')
  if (state === 'stopped') return <Badge>{t('stopped')}</Badge>
  if (state !== 'done') return null
  if (finishReason === 'length')
    return (
      <span title={ceiling === null ? undefined : t('ceiling', { count: ceiling })}>
        <Badge tone="warning">{ceiling === null ? t('finish.length') : t('finish.credit')}</Badge>
      </span>
    )
  if (finishReason === 'content_filter') return <Badge tone="warning">{t('finish.content_filter')}</Badge>
  return null
}

function Reasoning({ text }: { text: string }) {
  const t = useTranslations('playground')
  return (
    <details className="rounded border text-sm">
      <summary className="cursor-pointer px-3 py-1.5 font-medium text-muted-foreground">{t('reasoning')}</summary>
      <p className="border-t px-3 py-2 break-words whitespace-pre-wrap text-muted-foreground">{text}</p>
    </details>
  )
}

function TextPlace() {
  return (
    <span className="flex flex-col gap-2 py-1">
      <Skeleton className="h-3.5 w-4/5" />
      <Skeleton className="h-3.5 w-3/5" />
    </span>
  )
}
