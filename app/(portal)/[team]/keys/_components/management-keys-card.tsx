import { ExternalLink } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ManagementKey } from '#lib/portal/management-keys/management-key'
import { showId } from '#lib/shared/ids'
import { Badge } from '#ui/badge'
import { buttonClass } from '#ui/button'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { Pager } from '#ui/pager'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { RevokeManagementKey } from './revoke-management-key'

interface ManagementKeysCardProps {
  keys: readonly ManagementKey[]
  nextHref: string | null
  firstHref: string | null
}

/** Keys for the management API, and what it can do. */
export function ManagementKeysCard({ keys, nextHref, firstHref }: ManagementKeysCardProps) {
  const t = useTranslations('managementKeys')
  return (
    <>
      <Card>
        {keys.length === 0 ? (
          <EmptyState title={t('emptyTitle')} text={t('emptyText')} />
        ) : (
          <Table label={t('title')}>
            <TableHead>
              <Th>{t('name')}</Th>
              <Th>{t('key')}</Th>
              <Th className="max-md:hidden">{t('created')}</Th>
              <Th className="w-10">
                <span className="sr-only">{t('acts')}</span>
              </Th>
            </TableHead>
            <tbody>
              {keys.map((key) => (
                <Tr key={key.id} data-testid="management-key">
                  <Td className="max-w-60 truncate font-medium max-md:max-w-28">
                    {key.name} {key.readOnly ? <Badge>{t('kinds.read_only')}</Badge> : null}
                  </Td>
                  <Td>
                    <code className="font-mono whitespace-nowrap text-muted-foreground">{key.display}</code>
                  </Td>
                  <Td className="whitespace-nowrap text-muted-foreground tabular-nums max-md:hidden">
                    <Time at={key.createdAt} as="day" />
                  </Td>
                  <Td className="text-right">
                    <RevokeManagementKey id={showId('mkey', key.id)} name={key.name} />
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        )}
        <Pager nextHref={nextHref} firstHref={firstHref} />
      </Card>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-muted-foreground">
        {t('apiText')}
        <a href="/api/manage/v1/openapi.json" target="_blank" rel="noreferrer" className={buttonClass('secondary', 'sm')}>
          <ExternalLink aria-hidden />
          {t('openApi')}
        </a>
      </p>
    </>
  )
}
