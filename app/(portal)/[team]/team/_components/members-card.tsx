import { useTranslations } from 'next-intl'
import type { Member } from '#lib/portal/members/member'
import { Badge } from '#ui/badge'
import { Card, CardHead } from '#ui/card'
import { Pager } from '#ui/pager'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'

interface MembersCardProps {
  members: readonly Member[]
  /** The reader, who is marked. */
  userId: string
  nextHref: string | null
  firstHref: string | null
}

export function MembersCard({ members, userId, nextHref, firstHref }: MembersCardProps) {
  const t = useTranslations('team')
  return (
    <Card id="members">
      <CardHead id="members" title={t('members')} text={t('membersText')} />
      <Table label={t('members')}>
        <TableHead>
          <Th>{t('person')}</Th>
          <Th className="max-md:hidden">{t('email')}</Th>
          <Th>{t('role')}</Th>
          <Th className="max-md:hidden">{t('joined')}</Th>
        </TableHead>
        <tbody>
          {members.map((member) => (
            <Tr key={member.userId} data-testid="member">
              <Td className="max-w-64 max-md:max-w-44 max-md:py-2">
                <span className="flex items-center gap-2">
                  {member.displayName ? (
                    <span className="min-w-0 truncate font-medium">{member.displayName}</span>
                  ) : (
                    <span className="min-w-0 truncate text-muted-foreground">{t('noName')}</span>
                  )}
                  {member.userId === userId ? <Badge>{t('you')}</Badge> : null}
                  {member.disabled ? <Badge tone="warning">{t('disabled')}</Badge> : null}
                </span>
                <span className="block truncate text-muted-foreground md:hidden">{member.email}</span>
              </Td>
              <Td className="max-w-72 truncate text-muted-foreground max-md:hidden">{member.email}</Td>
              <Td className="whitespace-nowrap">{t(`roles.${member.role}`)}</Td>
              <Td className="whitespace-nowrap text-muted-foreground tabular-nums max-md:hidden">
                <Time at={member.joinedAt} as="day" />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <Pager nextHref={nextHref} firstHref={firstHref} />
    </Card>
  )
}
