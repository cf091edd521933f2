import { useTranslations } from 'next-intl'
import type { ManagementKey } from '#lib/portal/management-keys/management-key'
import { showId } from '#lib/shared/ids'
import { Card, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { CreateManagementKeyDialog } from './create-management-key-dialog'
import { RevokeManagementKey } from './revoke-management-key'

/** Keys for the management API; only owners and admins see this. */
export function ManagementKeysCard({ team, keys }: { team: string; keys: readonly ManagementKey[] }) {
  const t = useTranslations('managementKeys')
  return (
    <Card id="management-keys">
      <CardHead id="management-keys" title={t('title')} text={t('text')} act={<CreateManagementKeyDialog team={team} />} />
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
                <Td className="max-w-60 truncate font-medium">{key.name}</Td>
                <Td>
                  <code className="font-mono text-muted-foreground">{key.display}</code>
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
    </Card>
  )
}
