import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { operatorMay } from '#lib/portal/acting/permissions'
import { PageHead } from '#ui/page-head'
import { requireOperator } from '../../../../_auth/require-operator'
import { NewChannelForm } from '../_components/new-channel-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('channels')
  return { title: t('create') }
}

export default async function NewChannelPage() {
  const [{ role }, t] = await Promise.all([requireOperator(), getTranslations('channels')])
  if (!operatorMay('channel.change', role)) notFound()
  return (
    <>
      <PageHead title={t('create')} text={t('emptyText')} />
      <NewChannelForm />
    </>
  )
}
