import { ArrowLeft } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { readKeptMail } from '#lib/shared/mail/read-outbox'
import { Card } from '#ui/card'
import { Time } from '#ui/time'
import { openOutbox } from '../../_auth/outbox-open'
import { MailText } from '../_components/mail-text'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('outbox')
  return { title: t('title') }
}

export default async function MailPage({ params }: { params: Promise<{ mail: string }> }) {
  const [t, folder, { mail: id }] = await Promise.all([getTranslations('outbox'), openOutbox(), params])
  const mail = folder === null ? null : await readKeptMail(folder, id)
  if (mail === null) notFound()
  return (
    <>
      <Link href="/outbox" className="inline-flex items-center gap-1.5 self-start text-sm text-muted-foreground hover:text-foreground">
        <ArrowLeft aria-hidden className="size-4" />
        {t('back')}
      </Link>
      <Card>
        <header className="border-b px-5 py-4 max-md:px-4">
          <h1 className="text-xl font-semibold">{mail.subject}</h1>
          <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
            <dt className="text-muted-foreground">{t('to')}</dt>
            <dd className="break-all">{mail.to}</dd>
            <dt className="text-muted-foreground">{t('sent')}</dt>
            <dd>
              <Time at={mail.sentAt} />
            </dd>
          </dl>
        </header>
        <MailText text={mail.text} />
      </Card>
    </>
  )
}
