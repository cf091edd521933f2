import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { readBrand } from '#lib/portal/settings/read-brand'
import { listKeptMails } from '#lib/shared/mail/read-outbox'
import { Card } from '#ui/card'
import { PageHead } from '#ui/page-head'
import { Time } from '#ui/time'
import { openOutbox } from '../_auth/outbox-open'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('outbox')
  return { title: t('title') }
}

const shown = 100

export default async function OutboxPage() {
  const [t, folder, { name }] = await Promise.all([getTranslations('outbox'), openOutbox(), readBrand()])
  if (folder === null) notFound()
  const mails = await listKeptMails(folder, shown)
  return (
    <>
      <PageHead title={t('title')} text={t('text', { brand: name })} />
      {mails.length === 0 ? (
        <Card className="px-5 py-10 text-center">
          <p className="font-medium">{t('empty')}</p>
          <p className="mt-1 text-muted-foreground">{t('emptyText')}</p>
        </Card>
      ) : (
        <Card>
          <ul aria-label={t('list')} className="divide-y">
            {mails.map((mail) => (
              <li key={mail.id} className="relative px-5 py-3 hover:bg-hover max-md:px-4">
                <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                  <Link href={`/outbox/${mail.id}`} prefetch={false} className="font-medium after:absolute after:inset-0">
                    {mail.subject}
                  </Link>
                  <span className="text-sm text-muted-foreground">
                    <Time at={mail.sentAt} />
                  </span>
                </div>
                <p className="truncate text-sm text-muted-foreground">{mail.to}</p>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {mails.length === shown ? <p className="text-sm text-muted-foreground">{t('truncated', { count: shown })}</p> : null}
    </>
  )
}
