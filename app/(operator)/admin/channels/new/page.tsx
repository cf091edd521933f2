import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHead } from '#ui/page-head'
import { requireOperator } from '../../../../_auth/require-operator'
import { NewChannelForm } from '../_components/new-channel-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('channels')
  return { title: t('create') }
}

export default async function NewChannelPage() {
  const [t] = await Promise.all([getTranslations('channels'), requireOperator('channel.change')])
  return (
    <>
      <PageHead title={t('create')} text={t('emptyText')} />
      <NewChannelForm />
    </>
  )
}
