import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PageHead } from '#ui/page-head'
import { TabLinks } from '#ui/tab-links'

interface GovernanceHeadProps {
  /** The shown id of the team. */
  team: string
  current: 'budgets' | 'policy' | 'webhooks'
  /** Webhooks are administrators'. */
  seesWebhooks: boolean
  act?: ReactNode
}

/** What the pages that bind a whole team have above them. */
export function GovernanceHead({ team, current, seesWebhooks, act }: GovernanceHeadProps) {
  const t = useTranslations('budgets')
  const tabs = (['budgets', 'policy', ...(seesWebhooks ? (['webhooks'] as const) : [])] as const).map((tab) => ({
    href: `/${team}/${tab}`,
    label: t(`tabs.${tab}`),
    current: current === tab,
  }))
  return (
    <>
      <PageHead title={t(`tabs.${current}`)} text={t(`texts.${current}`)} act={act} />
      <TabLinks label={t('title')} tabs={tabs} />
    </>
  )
}
