import { useTranslations } from 'next-intl'
import { Card, CardHead } from '#ui/card'
import { EmptyState } from '#ui/empty-state'
import { KeyStatus, type KeyStatusName } from '#ui/key-status'
import { Table, TableHead, Td, Th, Tr } from '#ui/table'
import { Time } from '#ui/time'
import { CreateKeyButton } from './create-key-dialog'
import { KeyMenu } from './key-menu'

export interface KeyRow {
  /** The shown id, `key_…`. */
  id: string
  name: string
  /** The first and last characters of its secret. */
  display: string
  status: KeyStatusName
  createdAt: Date
  /** Whether the reader may change this one. */
  mayChange: boolean
}

interface KeysCardProps {
  keys: readonly KeyRow[]
  /** Whether the reader's role may make keys. */
  mayCreate: boolean
}

export function KeysCard({ keys, mayCreate }: KeysCardProps) {
  const t = useTranslations('keys')
  return (
    <Card id="keys">
      <CardHead
        id="keys"
        title={t('title')}
        text={t('text')}
        act={mayCreate && keys.length > 0 ? <CreateKeyButton variant="secondary" size="sm" /> : null}
      />
      {keys.length === 0 ? (
        <EmptyState
          title={t('emptyTitle')}
          text={t(mayCreate ? 'emptyText' : 'emptyReadOnly')}
          act={mayCreate ? <CreateKeyButton /> : null}
        />
      ) : (
        <Table label={t('title')}>
          <TableHead>
            <Th>{t('name')}</Th>
            <Th className="max-md:hidden">{t('key')}</Th>
            <Th>{t('status')}</Th>
            <Th className="max-md:hidden">{t('created')}</Th>
            <Th className="w-10">
              <span className="sr-only">{t('acts')}</span>
            </Th>
          </TableHead>
          <tbody>
            {keys.map((key) => (
              <Tr key={key.id} data-testid="key">
                <Td className="max-w-60 max-md:py-2">
                  <span className="block truncate font-medium">{key.name}</span>
                  <code className="font-mono text-muted-foreground md:hidden">{key.display}</code>
                </Td>
                <Td className="max-md:hidden">
                  <code className="font-mono text-muted-foreground">{key.display}</code>
                </Td>
                <Td>
                  <KeyStatus status={key.status} />
                </Td>
                <Td className="whitespace-nowrap text-muted-foreground tabular-nums max-md:hidden">
                  <Time at={key.createdAt} as="day" />
                </Td>
                <Td className="text-right">{key.mayChange ? <KeyMenu id={key.id} name={key.name} status={key.status} /> : null}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  )
}
