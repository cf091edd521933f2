import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Card, CardBody, CardHead } from '#ui/card'
import { PageHead } from '#ui/page-head'
import { CopyRequestId } from '../../../../../../_request/copy-request-id'
import { RequestPanel } from '../../../../../../_request/request-panel'
import { RequestPanelBoundary } from '../../../../../../_request/request-panel-boundary'
import { requireSeenTeam } from '../../require-seen-team'

interface RequestPageProps {
  params: Promise<{ team: string; request: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('logs'))('panel.title') }
}

/** One request of a team, explained, with who served it and what that cost. */
export default async function RequestPage({ params }: RequestPageProps) {
  const { team: shownTeam, request } = await params
  const [{ team, actor }, t] = await Promise.all([requireSeenTeam(shownTeam), getTranslations()])
  return (
    <>
      <PageHead
        title={t('logs.panel.title')}
        text={
          <Link href={`/admin/teams/${shownTeam}`} className="text-primary-text hover:underline">
            {team.name}
          </Link>
        }
      />
      <Card id="request" className="max-w-[720px]">
        <CardHead id="request" title={t('teams.explained')} act={<CopyRequestId id={request} />} />
        <CardBody>
          <RequestPanelBoundary key={request}>
            <RequestPanel actor={actor} teamId={team.id} shownId={request} />
          </RequestPanelBoundary>
        </CardBody>
      </Card>
    </>
  )
}
