'use client'

import { useTranslations } from 'next-intl'
import { SecretPanel } from '#ui/secret-panel'
import { SnippetTabs } from '../../../../_snippets/snippet-tabs'
import { KeyTest } from './key-test'
import type { KeyPlace } from './key-subject'

/** A secret just made: to copy, to try, and in the code of every client. */
export function NewSecret({ secret, place }: { secret: string; place: KeyPlace }) {
  const t = useTranslations('keys')
  const { baseUrl, model } = place
  return (
    <SecretPanel secret={secret} env={{ OPENAI_API_KEY: secret, OPENAI_BASE_URL: baseUrl }} fileName="tollgate.env">
      {(taken) => (
        <>
          <KeyTest secret={secret} />
          <section aria-label={t('useIt')} className="flex min-w-0 flex-col">
            <SnippetTabs place={{ baseUrl, model, apiKey: secret }} onCopied={taken} />
          </section>
        </>
      )}
    </SecretPanel>
  )
}
