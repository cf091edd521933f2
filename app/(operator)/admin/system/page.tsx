import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { operatorMay } from '#lib/portal/acting/permissions'
import { getSystem } from '#lib/portal/system/get-system'
import { Badge } from '#ui/badge'
import { Card, CardBody, CardHead } from '#ui/card'
import { KeyValues } from '#ui/key-value'
import { PageHead } from '#ui/page-head'
import { RelativeTime } from '#ui/relative-time'
import { requireOperator } from '../../../_auth/require-operator'
import { JobsCard } from './_components/jobs-card'

const bytesPerMegabyte = 1024 * 1024

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('system')
  return { title: t('title') }
}

export default async function SystemPage() {
  const [{ actor, role }, t, format] = await Promise.all([requireOperator(), getTranslations('system'), getFormatter()])
  const now = new Date()
  const system = await getSystem(actor, now)
  const { health } = system
  const part = (state: 'ok' | 'down' | 'not_configured', detail?: string) => (
    <span className="inline-flex flex-wrap items-center justify-end gap-2">
      {detail}
      <Badge
        tone={state === 'ok' ? 'success' : state === 'down' ? 'destructive' : 'neutral'}
        icon={state === 'down' ? CircleX : CircleCheck}
      >
        {t(`parts.${state}`)}
      </Badge>
    </span>
  )
  return (
    <>
      <PageHead title={t('title')} text={t(health.status === 'ok' ? 'well' : 'unwell')} />
      {system.warnings.length > 0 ? (
        <Card id="warnings">
          <CardHead id="warnings" title={t('warnings')} text={t('warningsText')} />
          <ul className="divide-y">
            {system.warnings.map((warning) => (
              <li key={warning} className="flex items-start gap-3 px-5 py-2.5 max-md:px-4">
                <TriangleAlert aria-hidden className="h-[1lh] w-4 shrink-0 text-warning" />
                <span>{t(`warning.${warning}`)}</span>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Card id="health">
          <CardHead id="health" title={t('health')} text={t('healthText')} />
          <CardBody className="py-2">
            <KeyValues
              items={[
                { label: t('database'), value: part(health.database, `PostgreSQL ${system.postgres}`) },
                { label: t('auth'), value: part(health.auth) },
                { label: t('limits'), value: part(health.shared_state.state, t(`kinds.${health.shared_state.kind}`)) },
                { label: t('mail'), value: t(`mails.${system.mail}`) },
              ]}
            />
          </CardBody>
        </Card>
        <Card id="build">
          <CardHead id="build" title={t('build')} text={t('buildText')} />
          <CardBody className="py-2">
            <KeyValues
              items={[
                { label: t('version'), value: <code className="font-mono">{health.version}</code> },
                { label: t('environment'), value: <code className="font-mono">{system.environment}</code> },
                { label: 'Node.js', value: <code className="font-mono">{system.node}</code> },
                { label: t('started'), value: <RelativeTime at={system.startedAt} now={now} /> },
                { label: t('snapshot'), value: format.number(system.snapshotVersion) },
                {
                  label: t('databaseSize'),
                  value: t('megabytes', {
                    value: format.number(Number(system.databaseBytes) / bytesPerMegabyte, { maximumFractionDigits: 1 }),
                  }),
                },
                {
                  label: t('partitions'),
                  value: t('partitionSpan', { first: system.partitions[0] ?? '–', last: system.partitions.at(-1) ?? '–' }),
                },
              ]}
            />
          </CardBody>
        </Card>
      </div>
      <JobsCard jobs={system.jobs} mayRun={operatorMay('job.run', role)} now={now} />
    </>
  )
}
