import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { operatorMay } from '#lib/portal/acting/permissions'
import { planPriceImport } from '#lib/portal/prices/import-prices'
import { PageHead } from '#ui/page-head'
import { requireOperator } from '../../../../_auth/require-operator'
import { ImportForm } from '../_components/import-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('models')
  return { title: t('importTitle') }
}

export default async function ImportPage() {
  const [{ actor, role }, t] = await Promise.all([requireOperator(), getTranslations('models')])
  if (!operatorMay('price.change', role) || !operatorMay('catalogue.change', role)) notFound()
  const { changes, unknown } = await planPriceImport(actor)
  return (
    <>
      <PageHead title={t('importTitle')} text={t('importText')} />
      <ImportForm changes={changes.map(({ model, setByHand, differences }) => ({ model, setByHand, differences }))} unknown={unknown} />
    </>
  )
}
