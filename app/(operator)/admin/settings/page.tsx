import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { operatorMay } from '#lib/portal/acting/permissions'
import { readBrand } from '#lib/portal/settings/read-brand'
import { getSignUpRule } from '#lib/portal/settings/sign-up'
import { PageHead } from '#ui/page-head'
import { requireOperator } from '../../../_auth/require-operator'
import { SettingsForm } from './_components/settings-form'
import { SignUpRuleForm } from './_components/sign-up-rule-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('brand')
  return { title: t('title') }
}

export default async function SettingsPage() {
  const [{ actor, role }, t, brand] = await Promise.all([requireOperator(), getTranslations('brand'), readBrand()])
  const rule = await getSignUpRule(actor)
  const mayChange = operatorMay('settings.change', role)
  return (
    <>
      <PageHead title={t('title')} text={t(mayChange ? 'text' : 'textReadOnly')} />
      <SettingsForm brand={brand} mayChange={mayChange} />
      <SignUpRuleForm rule={rule} mayChange={mayChange} />
    </>
  )
}
