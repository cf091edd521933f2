import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Button } from '#ui/button'
import { Card } from '#ui/card'
import { EmptyState } from '#ui/empty-state'

/** Why an import has nothing to do, and where to go on: no model at all, none with a list price, or nothing that differs. */
export async function ImportEmpty({ compared, unknown }: { compared: number; unknown: readonly string[] }) {
  const t = await getTranslations('models')
  const none = compared === 0
  const known = compared > unknown.length
  return (
    <Card>
      <EmptyState
        title={t(none ? 'emptyTitle' : known ? 'importNone' : 'importNoList')}
        text={
          none
            ? t('importNoModels')
            : [
                ...(unknown.length > 0 ? [t('importUnknown', { models: unknown.join(', ') }), t('importByHand')] : []),
                ...(unknown.length === 0 ? [t('importNoneText')] : []),
              ].join(' ')
        }
        act={
          <Button asChild variant="secondary">
            <Link href={none ? '/admin/channels/new' : '/admin/models'}>{t(none ? 'toNewChannel' : 'toModels')}</Link>
          </Button>
        }
      />
    </Card>
  )
}
