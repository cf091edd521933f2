'use client'

import { Download, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect } from 'react'
import { Button } from './button'
import { CopyButton } from './copy-button'
import { DialogActs, DialogClose } from './dialog'
import { useSecretGuard } from './secret-dialog'

interface SecretPanelProps {
  secret: string
  /** The lines of the `.env` file offered beside it. */
  env: Record<string, string>
  fileName: string
  /** In place of what is said of a key. */
  words?: { once: string; unsaved: string; copy: string }
  /** What stands below it, such as code with the secret in it; calls `taken` when the secret was copied with that. */
  children?: (taken: () => void) => ReactNode
}

/** A secret that is shown this once: says so, copies it, and offers it as a file. Stands in a `SecretDialog`. */
export function SecretPanel({ secret, env, fileName, words, children }: SecretPanelProps) {
  const t = useTranslations('ui')
  const { stage, setStage } = useSecretGuard()
  const taken = () => setStage('free')
  useEffect(() => {
    setStage('unsaved')
  }, [setStage])
  const download = () => {
    downloadEnv(env, fileName)
    taken()
  }
  const asking = stage === 'asking'
  return (
    <>
      <div className="flex flex-col gap-3" onCopy={taken}>
        <Notice alert={asking}>{asking ? (words?.unsaved ?? t('secretUnsaved')) : (words?.once ?? t('secretOnce'))}</Notice>
        <code data-testid="secret" className="rounded border bg-muted px-3 py-2.5 font-mono text-sm break-all select-all">
          {secret}
        </code>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={secret} label={words?.copy ?? t('copySecret')} variant="primary" onCopied={taken} />
          <Button variant="secondary" size="sm" onClick={download}>
            <Download aria-hidden />
            {t('downloadEnv')}
          </Button>
        </div>
        {children?.(taken)}
      </div>
      <DialogActs>
        <DialogClose asChild>
          <Button variant={asking ? 'destructive' : 'secondary'}>{t(asking ? 'closeUnsaved' : 'done')}</Button>
        </DialogClose>
      </DialogActs>
    </>
  )
}

function Notice({ alert, children }: { alert: boolean; children: ReactNode }) {
  return (
    <p role={alert ? 'alert' : undefined} className="flex items-start gap-2 rounded bg-warning-soft px-3 py-2 text-sm">
      <TriangleAlert aria-hidden className="h-[1lh] w-4 shrink-0 text-warning" />
      <span>{children}</span>
    </p>
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
