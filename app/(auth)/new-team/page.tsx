import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ClientMessages } from '#ui/client-messages'
import { requireAccount } from '../../_auth/current-account'
import { NewTeamForm } from '../_components/new-team-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('team')
  return { title: t('newTitle') }
}

export default async function NewTeamPage() {
  await requireAccount()
  const t = await getTranslations('team')
  return (
    <>
      <h1 className="text-xl font-semibold">{t('newTitle')}</h1>
      <p className="mt-1 text-muted-foreground">{t('newText')}</p>
      <ClientMessages of={['team']}>
        <NewTeamForm />
      </ClientMessages>
    </>
  )
}
