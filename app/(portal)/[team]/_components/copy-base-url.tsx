'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { CodeBlock } from '#ui/code-block'
import { Step } from './step'

/** The step that is done once the address has been copied. */
export function CopyBaseUrl({ baseUrl }: { baseUrl: string }) {
  const t = useTranslations()
  const [copied, setCopied] = useState(false)
  return (
    <Step done={copied} title={t('firstSteps.urlTitle')} text={t('firstSteps.urlText')}>
      <div className="w-full max-w-[520px]">
        <CodeBlock code={baseUrl} label={t('connect.baseUrl')} copyLabel={t('ui.copyCode')} onCopied={() => setCopied(true)} />
      </div>
    </Step>
  )
}
