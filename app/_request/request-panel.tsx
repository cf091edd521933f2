import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { UserActor } from '#lib/portal/acting/actor'
import { getRequestDetail, type RequestDetail } from '#lib/portal/requests/get-request-detail'
import type { RequestRecord } from '#lib/portal/requests/request-row'
import { asTollgateError } from '#lib/shared/errors'
import { parseId, showId } from '#lib/shared/ids'
import { log } from '#lib/shared/log'
import { ErrorState } from '#ui/error-state'
import { KeyValues } from '#ui/key-value'
import { RequestStatus } from '#ui/request-status'
import { Time } from '#ui/time'
import { RequestAdvice } from './request-advice'
import { RequestBehindFacts } from './request-behind'
import { RequestCharge } from './request-charge'
import { RequestTimeline } from './request-timeline'

interface RequestPanelProps {
  actor: UserActor
  teamId: string
  /** As the address says it. */
  shownId: string
}

/** One request of the team, explained. */
export async function RequestPanel({ actor, teamId, shownId }: RequestPanelProps) {
  const t = await getTranslations('logs.panel')
  const read = await readDetail(actor, teamId, shownId)
  if (read === 'missing') return <ErrorState title={t('missingTitle')} text={t('missingText')} requestId={shownId} />
  if (read === 'failed') return <ErrorState title={t('failedTitle')} text={t('failedText')} requestId={shownId} />
  return <Explained detail={read} />
}

async function readDetail(actor: UserActor, teamId: string, shownId: string): Promise<RequestDetail | 'missing' | 'failed'> {
  const id = parseId('req', shownId)
  if (id === null) return 'missing'
  try {
    return await getRequestDetail(actor, id, teamId)
  } catch (thrown) {
    const error = asTollgateError(thrown)
    if (error.code === 'not_found') return 'missing'
    log.error('request_panel_failed', { request_id: shownId, code: error.code }, error.cause ?? error)
    return 'failed'
  }
}

function Explained({ detail: { behind, explanation, price, request, timeline } }: { detail: RequestDetail }) {
  const t = useTranslations('logs')
  return (
    <div data-testid="request-detail" className="flex flex-col gap-6">
      <header className="flex flex-col gap-1.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-mono font-medium break-all">{request.model}</span>
          <RequestStatus status={request.status} />
        </div>
        <p className="font-mono text-xs break-all text-muted-foreground">{showId('req', request.id)}</p>
      </header>
      <RequestAdvice request={request} />
      <Part title={t('timeline.title')}>
        <RequestTimeline timeline={timeline} channelNames={behind?.channelNames ?? null} />
      </Part>
      <Part title={t('charge.title')}>
        <RequestCharge request={request} price={price} explanation={explanation} />
      </Part>
      <Part title={t('panel.facts')}>
        <Facts request={request} />
      </Part>
      {behind ? (
        <Part title={t('behind.title')}>
          <RequestBehindFacts behind={behind} request={request} />
        </Part>
      ) : null}
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  )
}

function Facts({ request }: { request: RequestRecord }) {
  const t = useTranslations('logs')
  const code = (text: string) => <span className="font-mono">{text}</span>
  const keyName = request.keyLabel ?? request.keyDisplay ?? t('unknownKey')
  const isPlayground = request.keyKind === 'playground'
  const tools = useTranslations('clientTools')
  const tool = request.client as Parameters<typeof tools>[0]
  return (
    <KeyValues
      items={[
        {
          label: t('panel.key'),
          value: isPlayground ? t('panel.playground') : request.keyDeleted ? t('filters.deletedKey', { name: keyName }) : keyName,
        },
        { label: t('panel.started'), value: <Time at={request.startedAt} /> },
        { label: t('panel.settled'), value: <Time at={request.settledAt} /> },
        { label: t('panel.streaming'), value: t(request.streamed ? 'panel.yes' : 'panel.no') },
        ...(request.httpStatus === null ? [] : [{ label: t('panel.http'), value: request.httpStatus }]),
        ...(request.errorCode === null ? [] : [{ label: t('panel.code'), value: code(request.errorCode) }]),
        ...(request.finishReason === null ? [] : [{ label: t('panel.finish'), value: code(request.finishReason) }]),
        { label: t('panel.format'), value: code(request.wire) },
        ...(request.client === null ? [] : [{ label: t('panel.client'), value: tools.has(tool) ? tools(tool) : request.client }]),
        ...(request.endUser === null ? [] : [{ label: t('panel.user'), value: code(request.endUser) }]),
        ...(request.tags.length === 0 ? [] : [{ label: t('panel.tags'), value: request.tags.join(', ') }]),
        ...metadataOf(request).map(([name, value]) => ({ label: name, value: code(value) })),
        ...(request.address === null ? [] : [{ label: t('panel.address'), value: code(request.address) }]),
      ]}
    />
  )
}

/** What the request carried of its own under `metadata`. */
function metadataOf({ metadata }: RequestRecord): [string, string][] {
  if (metadata === null || typeof metadata !== 'object' || Array.isArray(metadata)) return []
  return Object.entries(metadata).map(([name, value]) => [name, String(value)])
}
