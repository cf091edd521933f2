import { useTranslations } from 'next-intl'
import { CopyButton } from '#ui/copy-button'
import { KeyValues } from '#ui/key-value'

interface TeamFactsProps {
  /** The shown id. */
  id: string
  /** Those that this reader cannot change, and so reads here. */
  readOnly: { name: string; timeZone: string } | null
}

export function TeamFacts({ id, readOnly }: TeamFactsProps) {
  const t = useTranslations('team')
  return (
    <div className="max-w-xl">
      <KeyValues
        items={[
          ...(readOnly
            ? [
                { label: t('name'), value: readOnly.name },
                { label: t('timeZone'), value: readOnly.timeZone },
              ]
            : []),
          {
            label: t('id'),
            value: (
              <span className="inline-flex items-center gap-1">
                <code className="font-mono break-all">{id}</code>
                <CopyButton text={id} label={t('copyId')} iconOnly />
              </span>
            ),
          },
        ]}
      />
      {readOnly ? <p className="mt-2 text-sm text-muted-foreground">{t('readOnly')}</p> : null}
    </div>
  )
}
