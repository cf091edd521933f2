import { useFormatter, useTranslations } from 'next-intl'
import type { CatalogueModel } from '#lib/portal/models/read-catalogue'
import { Badge } from '#ui/badge'
import { Card, CardBody, CardHead } from '#ui/card'
import { KeyValues } from '#ui/key-value'
import { useCatalogueNames } from '../../../../_catalogue/catalogue-names'

/** Who made it, how much it takes and answers, and what it can do. */
export function FactsCard({ model }: { model: CatalogueModel }) {
  const t = useTranslations('modelPage')
  const names = useCatalogueNames()
  const format = useFormatter()
  const tokens = (count: number | null) => (count === null ? <Muted>{t('none')}</Muted> : t('tokens', { count: format.number(count) }))
  return (
    <Card>
      <CardHead title={t('facts')} />
      <CardBody className="py-2 max-md:py-2">
        <KeyValues
          items={[
            { label: t('vendor'), value: model.vendor || <Muted>{t('none')}</Muted> },
            { label: t('context'), value: tokens(model.contextLength) },
            { label: t('maxOutput'), value: tokens(model.maxOutputTokens) },
            { label: t('takes'), value: <Badges words={model.inputModalities.map(names.modality)} /> },
            { label: t('answers'), value: <Badges words={model.outputModalities.map(names.modality)} /> },
            { label: t('capabilities'), value: <Badges words={model.capabilities.map(names.capability)} /> },
          ]}
        />
      </CardBody>
    </Card>
  )
}

function Badges({ words }: { words: readonly string[] }) {
  const t = useTranslations('modelPage')
  if (words.length === 0) return <Muted>{t('none')}</Muted>
  return (
    <span className="flex flex-wrap justify-end gap-1">
      {words.map((word) => (
        <Badge key={word}>{word}</Badge>
      ))}
    </span>
  )
}

function Muted({ children }: { children: string }) {
  return <span className="text-muted-foreground">{children}</span>
}
