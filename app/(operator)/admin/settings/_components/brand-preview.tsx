import { useTranslations } from 'next-intl'
import { accentStyle } from '#ui/accent'
import { BrandMark } from '#ui/brand-mark'
import { buttonClass } from '#ui/button'
import { Card, CardBody, CardHead } from '#ui/card'

const themes = ['light', 'dark'] as const

/** How a page will look in either theme; nothing in it can be pressed. */
export function BrandPreview({ name, hue }: { name: string; hue: number }) {
  const t = useTranslations('brand')
  return (
    <Card id="preview" className="lg:sticky lg:top-6">
      <CardHead id="preview" title={t('preview')} text={t('previewText')} />
      <CardBody className="grid gap-4">
        {themes.map((theme) => (
          <figure key={theme} className="min-w-0">
            <div
              aria-hidden
              data-theme={theme}
              style={accentStyle(hue)}
              className="flex flex-col gap-3 rounded border bg-background p-4 text-foreground"
            >
              <BrandMark name={name.trim() || t('unnamed')} />
              <p className="rounded bg-primary-soft px-3 py-1.5 text-sm font-medium">{t('previewSelected')}</p>
              <p className="text-sm text-muted-foreground">
                {t('previewText1')} <span className="text-primary-text underline">{t('previewLink')}</span>
              </p>
              <p className="flex flex-wrap gap-2">
                <span className={buttonClass('primary', 'sm')}>{t('previewPrimary')}</span>
                <span className={buttonClass('secondary', 'sm')}>{t('previewSecondary')}</span>
              </p>
            </div>
            <figcaption className="mt-1 text-xs text-muted-foreground">{t(theme)}</figcaption>
          </figure>
        ))}
      </CardBody>
    </Card>
  )
}
