import { useFormatter, useTranslations } from 'next-intl'
import type { RequestBehind } from '#lib/portal/requests/get-request-detail'
import type { Timeline, TimelineStep } from '#lib/portal/requests/build-timeline'
import { cn } from '../_ui/cn'
import { formatDuration } from './format-duration'
import { AttemptOutcome } from './attempt-outcome'

interface RequestTimelineProps {
  timeline: Timeline
  channelNames: RequestBehind['channelNames'] | null
}

const stepHead = 'w-32 py-1 pr-3 text-left whitespace-nowrap'

/** When a request did what, as a waterfall with the exact values beside it. */
export function RequestTimeline({ timeline, channelNames }: RequestTimelineProps) {
  const t = useTranslations('logs.timeline')
  const { steps, firstTokenUs, endUs } = timeline
  const scaleUs = Math.max(1, endUs ?? 0, firstTokenUs ?? 0, ...steps.map((step) => (step.startUs ?? 0) + step.durationUs))
  const isPartial = steps.some((step) => step.startUs === null) || !steps.some(({ step }) => step === 'admission')
  if (steps.length === 0 && endUs === null) return <p className="text-sm text-muted-foreground">{t('none')}</p>
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="pb-1 text-left text-xs text-muted-foreground">{isPartial ? t('partly') : t('caption')}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('step')}</th>
          <th scope="col">{t('start')}</th>
          <th scope="col">{t('duration')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step, index) => {
          const label =
            step.step === 'attempt' ? t('steps.attempt', { number: countAttempts(steps.slice(0, index + 1)) }) : t(`steps.${step.step}`)
          return <StepLine key={index} step={step} label={label} scaleUs={scaleUs} channelNames={channelNames} />
        })}
        {firstTokenUs === null ? null : <MarkLine label={t('firstToken')} atUs={firstTokenUs} scaleUs={scaleUs} />}
        {endUs === null ? null : <MarkLine label={t('end')} atUs={endUs} scaleUs={scaleUs} strong />}
      </tbody>
    </table>
  )
}

function countAttempts(steps: readonly TimelineStep[]): number {
  return steps.filter(({ step }) => step === 'attempt').length
}

interface StepLineProps {
  step: TimelineStep
  label: string
  scaleUs: number
  channelNames: RequestBehind['channelNames'] | null
}

function StepLine({ step, label, scaleUs, channelNames }: StepLineProps) {
  const format = useFormatter()
  const { attempt, durationUs, startUs } = step
  const left = startUs === null ? 0 : Math.min((startUs / scaleUs) * 100, 99.5)
  const bar = (
    <tr>
      <th scope="row" className={cn(stepHead, 'font-normal')}>
        {label}
      </th>
      <td className="py-1">
        <span className="sr-only">{startUs === null ? '' : formatDuration(startUs, format)}</span>
        <span aria-hidden className="relative block h-2 rounded-sm bg-muted">
          {startUs === null ? null : (
            <span
              className={cn('absolute inset-y-0 min-w-0.5 rounded-sm', colorOf(step))}
              style={{ left: `${left}%`, width: `${Math.min((durationUs / scaleUs) * 100, 100 - left)}%` }}
            />
          )}
        </span>
      </td>
      <td className="w-20 py-1 pl-3 text-right whitespace-nowrap tabular-nums">{formatDuration(durationUs, format)}</td>
    </tr>
  )
  if (!attempt) return bar
  const channelName = attempt.channelId === null ? null : (channelNames?.get(attempt.channelId) ?? '')
  return (
    <>
      {bar}
      <tr>
        <td colSpan={3} className="pb-1 text-xs text-muted-foreground">
          <AttemptOutcome attempt={attempt} channelName={channelName} />
        </td>
      </tr>
    </>
  )
}

function colorOf({ step, attempt }: TimelineStep): string {
  if (attempt && attempt.failure !== null) return 'bg-destructive'
  if (step === 'attempt') return 'bg-primary'
  return step === 'answer' ? 'bg-success' : 'bg-muted-foreground'
}

/** A moment rather than a stretch. */
function MarkLine({ label, atUs, scaleUs, strong = false }: { label: string; atUs: number; scaleUs: number; strong?: boolean }) {
  const t = useTranslations('logs.timeline')
  const format = useFormatter()
  const at = formatDuration(atUs, format)
  return (
    <tr className={cn(strong && 'border-t font-medium')}>
      <th scope="row" className={cn(stepHead, strong ? 'font-medium' : 'font-normal')}>
        {label}
      </th>
      <td className="py-1">
        <span className="sr-only">{t('at', { time: at })}</span>
        <span aria-hidden className="relative block h-3">
          <span className="absolute inset-y-0 w-0.5 bg-foreground" style={{ left: `calc(${(atUs / scaleUs) * 100}% - 2px)` }} />
        </span>
      </td>
      <td className="w-20 py-1 pl-3 text-right whitespace-nowrap tabular-nums">{at}</td>
    </tr>
  )
}
