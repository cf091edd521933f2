import Form from 'next/form'
import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { InputField } from '#ui/field'

/** Asks for one markup on everything that is imported; the differences are shown anew with it, and nothing is changed. */
export function ImportMarkup({ markup, wrong }: { markup: string; wrong: boolean }) {
  const t = useTranslations()
  return (
    <Form action="/admin/models/import" className="flex flex-wrap items-start gap-x-3 gap-y-2">
      <InputField
        id="import-markup"
        name="markup"
        inputMode="decimal"
        autoComplete="off"
        defaultValue={markup}
        label={t('models.importMarkup')}
        hint={t('models.importMarkupHint')}
        error={wrong ? t('invalid.percent') : undefined}
        className="max-md:w-full"
      />
      <Button type="submit" variant="secondary" className="mt-[calc(1lh+6px)] max-md:mt-0">
        {t('models.recalculate')}
      </Button>
    </Form>
  )
}
