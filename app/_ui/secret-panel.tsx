'use client'

import { Download, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from './button'
import { CopyButton } from './copy-button'

interface SecretPanelProps {
  secret: string
  /** The lines of the `.env` file offered beside it. */
  env: Record<string, string>
  fileName: string
}

/** A secret that is shown this once: says so, copies it, and offers it as a file. */
export function SecretPanel({ secret, env, fileName }: SecretPanelProps) {
  const t = useTranslations('ui')
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-start gap-2 rounded bg-warning-soft px-3 py-2 text-sm">
        <TriangleAlert aria-hidden className="h-[1lh] w-4 shrink-0 text-warning" />
        <span>{t('secretOnce')}</span>
      </p>
      <code data-testid="secret" className="rounded border bg-muted px-3 py-2.5 font-mono text-sm break-all select-all">
        {secret}
      </code>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={secret} label={t('copySecret')} variant="primary" />
        <Button variant="secondary" size="sm" onClick={() => downloadEnv(env, fileName)}>
          <Download aria-hidden />
          {t('downloadEnv')}
        </Button>
      </div>
    </div>
  )
}

function downloadEnv(env: Record<string, string>, fileName: string) {
  const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`)
  const url = URL.createObjectURL(new Blob(lines, { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  URL.revokeObjectURL(url)
}
