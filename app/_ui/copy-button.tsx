'use client'

import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from './button'
import { Tooltip } from './tooltip'

interface CopyButtonProps {
  text: string
  /** What is copied, in words. */
  label: string
  iconOnly?: boolean
  variant?: 'secondary' | 'ghost' | 'primary'
  onCopied?: (() => void) | undefined
}

const confirmationMs = 2000

/** Copies and confirms in place; where the clipboard is closed to the page, it says so instead. */
export function CopyButton({ text, label, iconOnly, variant = iconOnly ? 'ghost' : 'secondary', onCopied }: CopyButtonProps) {
  const t = useTranslations('ui')
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null)

  useEffect(() => {
    if (outcome === null) return
    const timer = setTimeout(() => setOutcome(null), confirmationMs)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => {
        setOutcome('copied')
        onCopied?.()
      },
      () => setOutcome('failed'),
    )
  }
  const words = outcome === 'copied' ? t('copied') : outcome === 'failed' ? t('copyFailed') : label
  const icon = outcome === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />
  return (
    <>
      {iconOnly ? (
        <Tooltip text={words}>
          <Button variant={variant} size="icon" onClick={copy} aria-label={label}>
            {icon}
          </Button>
        </Tooltip>
      ) : (
        <Button variant={variant} size="sm" onClick={copy}>
          {icon}
          {words}
        </Button>
      )}
      <span role="status" className="sr-only">
        {outcome === null ? '' : words}
      </span>
    </>
  )
}
