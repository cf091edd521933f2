import { CirclePause, Clock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ListedInvite } from '#lib/portal/invites/list-invites'
import { showId } from '#lib/shared/ids'
import { Badge } from '#ui/badge'
import { Card, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { Pager } from '#ui/pager'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { InviteMenu } from './invite-menu'

interface InvitesCardProps {
  invites: readonly ListedInvite[]
  now: Date
  mayChange: boolean
  /** Owners alone answer for invites of owners. */
  mayOwn: boolean
  nextHref: string | null
  firstHref: string | null
}

/** Who was invited and has not answered yet. */
export function InvitesCard({ invites, now, mayChange, mayOwn, nextHref, firstHref }: InvitesCardProps) {
  const t = useTranslations('team')
  return (
    <Card id="invites">
      <CardHead id="invites" title={t('invites')} text={t('invitesText')} />
      {invites.length === 0 ? (
        <EmptyState title={t('noInvites')} text={t('noInvitesText')} />
      ) : (
        <Table label={t('invites')}>
          <TableHead>
            <Th>{t('email')}</Th>
            <Th>{t('role')}</Th>
            <Th className="max-md:hidden">{t('mailed')}</Th>
            <Th className="max-md:hidden">{t('expires')}</Th>
            <Th className="w-10">
              <span className="sr-only">{t('acts')}</span>
            </Th>
          </TableHead>
          <tbody>
            {invites.map((invite) => {
              const expired = invite.expiresAt <= now
              const expiry = expired ? (
                <Badge tone="warning" icon={Clock}>
                  {t('expired')}
                </Badge>
              ) : (
                <Time at={invite.expiresAt} as="day" />
              )
              return (
                <Tr key={invite.id} data-testid="invite">
                  <Td className="max-w-72 max-md:max-w-44 max-md:py-2">
                    <span className="block truncate">{invite.email}</span>
                    {invite.suspended ? (
                      <span className="block text-xs whitespace-normal text-muted-foreground">
                        <Badge tone="warning" icon={CirclePause}>
                          {t('suspended')}
                        </Badge>{' '}
                        {t('suspendedWhy')}
                      </span>
                    ) : null}
                    <span className="block text-muted-foreground md:hidden">
                      {expired ? null : t('expires')} {expiry}
                    </span>
                  </Td>
                  <Td className="whitespace-nowrap">{t(`roles.${invite.role}`)}</Td>
                  <Td className="whitespace-nowrap text-muted-foreground tabular-nums max-md:hidden">
                    {invite.sentAt ? <Time at={invite.sentAt} as="day" /> : t('notMailed')}
                  </Td>
                  <Td className="whitespace-nowrap text-muted-foreground tabular-nums max-md:hidden">{expiry}</Td>
                  <Td className="text-right">
                    {mayChange && (invite.role !== 'owner' || mayOwn) ? (
                      <InviteMenu id={showId('invite', invite.id)} email={invite.email} />
                    ) : null}
                  </Td>
                </Tr>
              )
            })}
          </tbody>
        </Table>
      )}
      <Pager nextHref={nextHref} firstHref={firstHref} />
    </Card>
  )
}
