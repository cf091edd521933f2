import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PageHead } from '#ui/page-head'
import { TabLinks } from '#ui/tab-links'

interface KeysHeadProps {
  /** The shown id of the team. */
  team: string
  current: 'keys' | 'management'
  /** Whether there is a second tab for this reader. */
  managesKeys: boolean
  act: ReactNode
}

/** What both kinds of keys have above them. */
export function KeysHead({ team, current, managesKeys, act }: KeysHeadProps) {
  const t = useTranslations()
  const tabs = [
    { href: `/${team}/keys`, label: t('keys.title'), current: current === 'keys' },
    { href: `/${team}/keys/management`, label: t('managementKeys.title'), current: current === 'management' },
  ]
  return (
    <>
      <PageHead
        title={current === 'keys' ? t('keys.title') : t('managementKeys.title')}
        text={current === 'keys' ? t('keys.text') : t('managementKeys.text')}
        act={act}
      />
      {managesKeys ? <TabLinks label={t('keys.kinds')} tabs={tabs} /> : null}
    </>
  )
}
