import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { planPriceImport } from '#lib/portal/prices/import-prices'
import { PageHead } from '#ui/page-head'
import { percentField, showPercent } from '../../../../_auth/form-fields'
import { requireOperator } from '../../../../_auth/require-operator'
import { type Query, readOne } from '../../../../_ui/read-query'
import { ImportEmpty } from '../_components/import-empty'
import { ImportForm } from '../_components/import-form'
import { ImportMarkup } from '../_components/import-markup'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('models')
  return { title: t('importTitle') }
}

/** `?markup=12.5` shows the differences as they are with that markup on all. */
export default async function ImportPage({ searchParams }: { searchParams: Promise<Query> }) {
  const [{ actor }, query, t] = await Promise.all([
    requireOperator('price.change', 'catalogue.change'),
    searchParams,
    getTranslations('models'),
  ])
  const markup = (readOne(query, 'markup') ?? '').trim()
  const markupPpm = markup === '' ? undefined : percentField.safeParse(markup).data
  const { compared, changes, unknown } = await planPriceImport(actor, { markupPpm })
  return (
    <>
      <PageHead title={t('importTitle')} text={t('importText')} />
      {compared > unknown.length ? (
        <ImportMarkup key={`markup ${markup}`} markup={markup} wrong={markup !== '' && markupPpm === undefined} />
      ) : null}
      <ImportForm
        key={`changes ${markup}`}
        changes={changes.map(({ model, setByHand, differences, markupPpm: ppm }) => ({
          model,
          setByHand,
          differences,
          markup: showPercent(ppm),
        }))}
        unknown={unknown}
        markup={markupPpm === undefined ? null : showPercent(markupPpm)}
        empty={<ImportEmpty compared={compared} unknown={unknown} />}
      />
    </>
  )
}
