import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Member } from '#lib/portal/members/member'
import { showId } from '#lib/shared/ids'
import { Badge } from '#ui/badge'
import { Card, CardHead } from '#ui/card'
import { Pager } from '#ui/pager'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { MemberMenu } from './member-menu'
import type { MemberPlace } from './member-subject'

interface MembersCardProps {
  /** The shown id. */
  team: string
  members: readonly Member[]
  /** The reader, who is marked. */
  userId: string
  /** Null where the reader may change nobody. */
  place: MemberPlace | null
  act: ReactNode
  nextHref: string | null
  firstHref: string | null
}

export function MembersCard({ team, members, userId, place, act, nextHref, firstHref }: MembersCardProps) {
  const t = useTranslations('team')
  const format = useFormatter()
  const policyOf = (member: Member) => `/${team}/members/${showId('user', member.userId)}`
  return (
    <Card id="members">
      <CardHead id="members" title={t('members')} text={t('membersText')} act={act} />
      <Table label={t('members')}>
        <TableHead>
          <Th>{t('person')}</Th>
          <Th className="max-md:hidden">{t('email')}</Th>
          <Th>{t('role')}</Th>
          <Th numeric className="max-md:hidden">
            {t('keys')}
          </Th>
          <Th className="max-md:hidden">{t('joined')}</Th>
          {place ? (
            <Th className="w-10">
              <span className="sr-only">{t('acts')}</span>
            </Th>
          ) : null}
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
                <Link href={policyOf(member)} className="block truncate text-muted-foreground hover:underline md:hidden">
                  {member.email}
                </Link>
              </Td>
              <Td className="max-w-72 truncate text-muted-foreground max-md:hidden">
                <Link href={policyOf(member)} className="hover:underline">
                  {member.email}
                </Link>
              </Td>
              <Td className="whitespace-nowrap">{t(`roles.${member.role}`)}</Td>
              <Td numeric className="max-md:hidden">
                {format.number(member.keys)}
              </Td>
              <Td className="whitespace-nowrap text-muted-foreground tabular-nums max-md:hidden">
                <Time at={member.joinedAt} as="day" />
              </Td>
              {place ? (
                <Td className="text-right">
                  {member.userId !== userId && (member.role !== 'owner' || place.mayOwn) ? (
                    <MemberMenu
                      place={place}
                      member={{ id: showId('user', member.userId), email: member.email, role: member.role, keys: member.keys }}
                    />
                  ) : null}
                </Td>
              ) : null}
            </Tr>
          ))}
        </tbody>
      </Table>
      <Pager nextHref={nextHref} firstHref={firstHref} />
    </Card>
  )
}
