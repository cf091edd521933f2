import { ShieldCheck, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Badge } from '#ui/badge'
import { Card, CardBody, CardHead } from '#ui/card'
import type { PolicyLevelName } from '#lib/shared/policy/policy-document'
import { type InForce, type Sentence, useSentences } from './use-sentences'

/** What holds, a sentence each, which level says so, and what of it cannot work. */
export function PolicyWords({ only, ...inForce }: InForce & { only?: PolicyLevelName }) {
  const t = useTranslations('policy')
  const sentences = useSentences(inForce)
  return (
    <Card id="in-force" className="lg:sticky lg:top-6">
      <CardHead id="in-force" title={t('inForce')} text={t(only ? 'inForceHere' : 'inForceText')} />
      <div role="region" aria-labelledby="in-force-title" tabIndex={0} className="lg:max-h-[calc(100dvh-9rem)] lg:overflow-y-auto">
        <CardBody>
          {sentences.length === 0 ? (
            <p className="flex items-start gap-2 text-sm text-muted-foreground">
              <ShieldCheck aria-hidden className="h-[1lh] w-4 shrink-0" />
              {t('nothing')}
            </p>
          ) : (
            <ul className="flex flex-col divide-y text-sm" data-testid="policy-words">
              {sentences.map((sentence, index) => (
                <Line key={index} of={sentence} showsLevel={!only} />
              ))}
            </ul>
          )}
        </CardBody>
      </div>
    </Card>
  )
}

function Line({ of: { text, level, standing, note, trouble }, showsLevel }: { of: Sentence; showsLevel: boolean }) {
  const t = useTranslations('policy')
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1 py-2 first:pt-0 last:pb-0">
      <div className="min-w-0 max-w-full wrap-anywhere">
        <span className={standing === 'never' ? 'text-muted-foreground' : undefined}>{text}</span>
        {note ? <span className="block text-muted-foreground">{note}</span> : null}
        {trouble ? (
          <span className="flex items-start gap-1.5 text-warning">
            <TriangleAlert aria-hidden className="h-[1lh] w-3.5 shrink-0" />
            {trouble}
          </span>
        ) : null}
      </div>
      <span className="flex flex-wrap gap-1">
        {standing ? <Badge tone={standing === 'first' ? 'warning' : 'neutral'}>{t(`standing.${standing}`)}</Badge> : null}
        {showsLevel && level ? <Badge>{t(`levels.${level}`)}</Badge> : null}
      </span>
    </li>
  )
}
