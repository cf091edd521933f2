import { CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { JobStanding } from '#lib/portal/system/get-system'
import { Badge } from '#ui/badge'
import { Card, CardHead } from '#ui/card'
import { Duration } from '#ui/duration'
import { RelativeTime } from '#ui/relative-time'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { RunJob } from './run-job'

const looks = {
  ok: { tone: 'success', icon: CircleCheck },
  failed: { tone: 'destructive', icon: CircleX },
  never: { tone: 'neutral', icon: CircleDashed },
} as const
const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

export function JobsCard({ jobs, mayRun, now }: { jobs: readonly JobStanding[]; mayRun: boolean; now: Date }) {
  const t = useTranslations('system')
  const format = useFormatter()
  return (
    <Card id="jobs">
      <CardHead id="jobs" title={t('jobs')} text={t('jobsText')} />
      <Table label={t('jobs')}>
        <TableHead>
          <Th>{t('job')}</Th>
          <Th>{t('outcome')}</Th>
          <Th className="max-md:hidden">{t('lastRun')}</Th>
          <Th numeric className="max-md:hidden">
            {t('took')}
          </Th>
          <Th numeric className="max-md:hidden">
            {t('done')}
          </Th>
          <Th numeric className="max-md:hidden">
            {t('every')}
          </Th>
          {mayRun ? (
            <Th className="w-10">
              <span className="sr-only">{t('run')}</span>
            </Th>
          ) : null}
        </TableHead>
        <tbody>
          {jobs.map((job) => {
            const look = looks[job.outcome ?? 'never']
            const key = `jobNames.${job.job}` as Parameters<typeof t>[0]
            const name = t.has(key) ? t(key) : job.job
            return (
              <Tr key={job.job} data-testid="job">
                <Td>
                  <span className="block">{name}</span>
                  <code className="font-mono text-muted-foreground max-md:hidden">{job.job}</code>
                  {job.startedAt ? <RelativeTime at={job.startedAt} now={now} className="text-muted-foreground md:hidden" /> : null}
                </Td>
                <Td>
                  <Badge tone={look.tone} icon={look.icon}>
                    {t(`outcomes.${job.outcome ?? 'never'}`)}
                  </Badge>
                </Td>
                <Td className="whitespace-nowrap max-md:hidden">{job.startedAt ? <RelativeTime at={job.startedAt} now={now} /> : '–'}</Td>
                <Td numeric className="max-md:hidden">
                  <Duration ms={job.startedAt && job.finishedAt ? job.finishedAt.getTime() - job.startedAt.getTime() : null} />
                </Td>
                <Td numeric className="max-md:hidden">
                  {job.done === null ? '–' : format.number(job.done)}
                </Td>
                <Td numeric className="max-md:hidden">
                  {job.everyMs % hourMs === 0
                    ? t('hours', { value: format.number(job.everyMs / hourMs) })
                    : job.everyMs % minuteMs === 0
                      ? t('minutes', { value: format.number(job.everyMs / minuteMs) })
                      : t('seconds', { value: format.number(job.everyMs / secondMs) })}
                </Td>
                {mayRun ? (
                  <Td className="text-right">
                    <RunJob job={job.job} name={name} />
                  </Td>
                ) : null}
              </Tr>
            )
          })}
        </tbody>
      </Table>
    </Card>
  )
}
