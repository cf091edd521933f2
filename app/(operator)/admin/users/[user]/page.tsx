import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { operatorMay } from '#lib/portal/acting/permissions'
import { showId } from '#lib/shared/ids'
import { Badge } from '#ui/badge'
import { Card, CardBody, CardHead } from '#ui/card'
import { CopyButton } from '#ui/copy-button'
import { EmptyState } from '#ui/empty-state'
import { KeyValues } from '#ui/key-value'
import { PageHead } from '#ui/page-head'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { StandingActs } from '../../_components/standing-acts'
import { disableUserAction, enableUserAction } from '../_actions/user-actions'
import { OperatorRoleForm } from '../_components/operator-role-form'
import { UserBadges } from '../_components/user-badges'
import { requireUser } from './require-user'

interface UserPageProps {
  params: Promise<{ user: string }>
}

export async function generateMetadata({ params }: UserPageProps): Promise<Metadata> {
  const { user } = await requireUser((await params).user)
  return { title: user.email }
}

export default async function UserPage({ params }: UserPageProps) {
  const shown = (await params).user
  const { user, role, isSelf } = await requireUser(shown)
  const t = await getTranslations()
  const mayDisable = !isSelf && operatorMay(user.operatorRole ? 'user.disable_operator' : 'user.disable', role)
  return (
    <>
      <PageHead
        title={user.email}
        text={isSelf ? t('users.self') : undefined}
        act={
          mayDisable ? (
            <StandingActs
              enabled={user.disabledAt === null}
              fields={{ user: shown }}
              disable={disableUserAction}
              enable={enableUserAction}
              title={t('users.disableTitle', { email: user.email })}
              text={t('users.disableText')}
              typed={user.email}
            />
          ) : undefined
        }
      />
      <div className="grid items-start gap-5 lg:grid-cols-[2fr_3fr]">
        <Card id="person">
          <CardHead id="person" title={t('users.person')} />
          <CardBody>
            <KeyValues
              items={[
                { label: t('users.standing'), value: <UserBadges user={user} /> },
                { label: t('users.name'), value: user.displayName || '–' },
                { label: t('users.since'), value: <Time at={user.createdAt} as="day" /> },
                { label: t('users.lastAct'), value: user.lastActAt ? <Time at={user.lastActAt} /> : t('users.never') },
                ...(user.disabledAt ? [{ label: t('users.disabledAt'), value: <Time at={user.disabledAt} /> }] : []),
                {
                  label: t('users.id'),
                  value: (
                    <span className="inline-flex items-center gap-1">
                      <code className="font-mono break-all">{shown}</code>
                      <CopyButton text={shown} label={t('users.copyId')} iconOnly />
                    </span>
                  ),
                },
                ...(operatorMay('audit.read', role)
                  ? [
                      {
                        label: t('audit.title'),
                        value: (
                          <Link href={`/admin/audit?actor=${shown}`} className="text-primary-text hover:underline">
                            {t('users.theirActs')}
                          </Link>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          </CardBody>
        </Card>
        {operatorMay('operator.change', role) ? (
          <Card id="operator" className="lg:order-last">
            <CardHead id="operator" title={t('users.operatorRole')} text={t('users.operatorRoleText')} />
            <CardBody>
              <OperatorRoleForm user={shown} role={user.operatorRole} />
            </CardBody>
          </Card>
        ) : null}
        <Card id="teams">
          <CardHead id="teams" title={t('users.teams')} text={t('users.teamsText')} />
          {user.teams.length === 0 ? (
            <EmptyState title={t('users.noTeams')} text={t('users.noTeamsText')} />
          ) : (
            <Table label={t('users.teams')}>
              <TableHead>
                <Th>{t('teams.name')}</Th>
                <Th>{t('users.role')}</Th>
                <Th>{t('users.joined')}</Th>
              </TableHead>
              <tbody>
                {user.teams.map((team) => (
                  <Tr key={team.id}>
                    <Td>
                      <Link href={`/admin/teams/${showId('team', team.id)}`} className="font-medium hover:underline">
                        {team.name}
                      </Link>{' '}
                      {team.status === 'active' ? null : (
                        <Badge tone="destructive">
                          {t(team.status === 'deleted' ? 'teams.statuses.deleted' : 'teams.statuses.disabled')}
                        </Badge>
                      )}
                    </Td>
                    <Td>{t(`teams.roles.${team.role}`)}</Td>
                    <Td>
                      <Time at={team.joinedAt} as="day" />
                    </Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          )}
        </Card>
      </div>
    </>
  )
}
