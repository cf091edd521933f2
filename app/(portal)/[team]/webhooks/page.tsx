import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberMay } from '#lib/portal/acting/permissions'
import { webhookEvents } from '#lib/portal/notices/notice'
import { listDeliveries } from '#lib/portal/webhooks/list-deliveries'
import { listWebhooks } from '#lib/portal/webhooks/list-webhooks'
import { env } from '#lib/shared/env'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { requireTeam } from '../../../_auth/require-team'
import { GovernanceHead } from '../_components/governance-head'
import { CreateWebhook } from './_components/create-webhook'
import { WebhookTable } from './_components/webhook-table'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('budgets')
  return { title: t('tabs.webhooks') }
}

export default async function WebhooksPage({ params }: { params: Promise<{ team: string }> }) {
  const { team: shownId } = await params
  const { actor, team } = await requireTeam(shownId)
  const t = await getTranslations('webhooks')
  if (!memberMay('webhook.read', team.role)) {
    return (
      <>
        <GovernanceHead team={shownId} current="webhooks" seesWebhooks={false} />
        <Card>
          <EmptyState title={t('closedTitle')} text={t('closedText')} />
        </Card>
      </>
    )
  }
  const mayChange = team.status === 'active' && memberMay('webhook.change', team.role)
  const takesPrivate = env().allowPrivateUpstreams
  const webhooks = await listWebhooks(actor, team.id)
  const rows = await Promise.all(
    webhooks.map(async (webhook) => ({
      webhook,
      deliveries: (await listDeliveries(actor, { webhookId: webhook.id, limit: 10 })).items,
    })),
  )
  return (
    <>
      <GovernanceHead
        team={shownId}
        current="webhooks"
        seesWebhooks
        act={mayChange ? <CreateWebhook team={shownId} events={webhookEvents} takesPrivate={takesPrivate} /> : null}
      />
      <Card>
        {rows.length > 0 ? (
          <WebhookTable rows={rows} mayChange={mayChange} takesPrivate={takesPrivate} />
        ) : (
          <EmptyState title={t('emptyTitle')} text={t('emptyText')} />
        )}
      </Card>
      <p className="text-sm text-muted-foreground">{t('signed')}</p>
    </>
  )
}
