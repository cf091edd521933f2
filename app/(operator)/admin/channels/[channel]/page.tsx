import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { operatorMay } from '#lib/portal/acting/permissions'
import { failedShare } from '#lib/portal/channels/channel-standing'
import { showId } from '#lib/shared/ids'
import { Card, CardBody, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { Duration } from '#ui/duration'
import { PageHead } from '#ui/page-head'
import { Stat, StatRow } from '#ui/stat'
import { ChannelStateBadge } from '../_components/channel-state-badge'
import { ChannelSwitch } from '../_components/channel-switch'
import { ChannelTests } from '../_components/channel-tests'
import { ConfigurationForm } from '../_components/configuration-form'
import { CredentialsCard } from '../_components/credentials-card'
import { DeleteChannel } from '../_components/delete-channel'
import { FailuresCard } from '../_components/failures-card'
import { ModelsForm } from '../_components/models-form'
import { nameModels } from '../_components/name-models'
import { requireChannel } from './require-channel'

interface ChannelPageProps {
  params: Promise<{ channel: string }>
}

export async function generateMetadata({ params }: ChannelPageProps): Promise<Metadata> {
  const { channel } = await requireChannel((await params).channel)
  return { title: channel.name }
}

export default async function ChannelPage({ params }: ChannelPageProps) {
  const { channel, role, now } = await requireChannel((await params).channel)
  const [t, format] = await Promise.all([getTranslations('channels'), getFormatter()])
  const id = showId('chan', channel.id)
  const mayChange = operatorMay('channel.change', role)
  const sole = nameModels(channel.soleModels, (count) => t('moreModels', { count }))
  const { standing } = channel
  const share = failedShare(standing)
  return (
    <>
      <PageHead
        title={channel.name}
        text={channel.baseUrl}
        act={
          <div className="flex items-center gap-3">
            <ChannelStateBadge state={channel.state} />
            <ChannelSwitch id={id} name={channel.name} enabled={channel.enabled} mayChange={mayChange} soleModels={sole} />
            {mayChange ? <DeleteChannel id={id} name={channel.name} soleModels={sole} /> : null}
          </div>
        }
      />
      <StatRow>
        <Stat
          label={t('requestsOfDay')}
          value={format.number(standing.requests + standing.failovers)}
          sub={t('failoversSub', { count: standing.failovers })}
        />
        <Stat
          label={t('failedOfDay')}
          value={share === null ? '–' : format.number(share, { style: 'percent', maximumFractionDigits: 1 })}
          sub={t('failedSub', { count: standing.failures })}
        />
        <Stat label={t('p95OfDay')} value={<Duration ms={standing.p95LatencyMs} />} sub={t('p95Sub')} />
        <Stat label={t('sole')} value={format.number(channel.soleModels.length)} sub={t('soleSub', { count: channel.models.length })} />
      </StatRow>
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <div className="flex min-w-0 flex-col gap-5">
          <Card id="configuration">
            <CardHead id="configuration" title={t('configuration')} text={t('editText')} />
            <CardBody>
              <ConfigurationForm
                id={id}
                channel={{
                  name: channel.name,
                  provider: channel.provider,
                  base_url: channel.baseUrl,
                  priority: String(channel.priority),
                  weight: String(channel.weight),
                  drain: channel.drainOnDisconnect,
                }}
                hasCredentials={channel.credentials.length > 0}
                mayChange={mayChange}
              />
            </CardBody>
          </Card>
          <Card id="models">
            <CardHead id="models" title={t('models')} text={t('mappingText')} />
            <CardBody>
              <ModelsForm
                id={id}
                models={channel.models.map(({ model, upstreamModel }) => ({ model, upstreamModel: upstreamModel ?? '' }))}
                mayChange={mayChange}
              />
            </CardBody>
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <CredentialsCard id={id} credentials={channel.credentials} mayChange={mayChange} />
          <Card id="tests">
            <CardHead id="tests" title={t('tests')} text={t('testText')} />
            {channel.models.length === 0 ? (
              <EmptyState title={t('noModels')} text={t('noModelsText')} />
            ) : (
              <ChannelTests id={id} models={channel.models.map(({ model }) => model)} tests={channel.tests} mayTest={mayChange} now={now} />
            )}
          </Card>
        </div>
      </div>
      <FailuresCard failures={channel.failures} />
    </>
  )
}
