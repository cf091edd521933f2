import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { TeamPerson } from '#lib/portal/teams/list-team-people'
import { showId } from '#lib/shared/ids'
import { Badge } from '#ui/badge'
import { Card, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'

export function PeopleCard({ people }: { people: readonly TeamPerson[] }) {
  const t = useTranslations('teams')
  return (
    <Card id="people">
      <CardHead id="people" title={t('people')} />
      {people.length === 0 ? <EmptyState title={t('noPeople')} text={t('noPeopleText')} /> : null}
      <ul className="max-h-80 divide-y overflow-y-auto">
        {people.map((person) => (
          <li key={person.userId} className="flex items-center gap-2 px-5 py-2 text-sm max-md:px-4">
            <Link href={`/admin/users/${showId('user', person.userId)}`} className="min-w-0 flex-1 truncate hover:underline">
              {person.email}
            </Link>
            {person.disabled ? <Badge tone="destructive">{t('statuses.disabled')}</Badge> : null}
            <span className="text-muted-foreground">{t(`roles.${person.role}`)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
