import { useTranslations } from 'next-intl'
import { accentStyle } from '#ui/accent'
import { describe, Field } from '#ui/field'
import { Input } from '#ui/input'

const suggested = [195, 235, 262, 300, 340, 30, 75, 145] as const

interface HueFieldProps {
  hue: number
  onHue: (hue: number) => void
  error: string | undefined
}

/** A hue as a number and as colours to press; what cannot be read as one leaves the last. */
export function HueField({ hue, onHue, error }: HueFieldProps) {
  const t = useTranslations('brand')
  const choose = (text: string) => {
    const wish = Number.parseInt(text, 10)
    if (wish >= 0 && wish <= 359) onHue(wish)
  }
  const words = { id: 'accent-hue', hint: t('hueHint'), error }
  return (
    <Field {...words} label={t('hue')}>
      <div className="flex items-center gap-3">
        <input
          type="range"
          min={0}
          max={359}
          value={hue}
          onChange={(event) => choose(event.target.value)}
          aria-label={t('hueSlider')}
          data-accent=""
          style={accentStyle(hue)}
          className="h-9 min-w-0 flex-1 accent-primary max-md:h-11"
        />
        <Input
          {...describe(words)}
          name="accent_hue"
          type="number"
          min={0}
          max={359}
          value={hue}
          onChange={(event) => choose(event.target.value)}
          className="max-w-20 text-right tabular-nums"
        />
      </div>
      <div role="group" aria-label={t('hueSuggested')} className="flex flex-wrap gap-1.5">
        {suggested.map((value) => (
          <button
            key={value}
            type="button"
            data-accent=""
            style={accentStyle(value)}
            aria-pressed={value === hue}
            aria-label={t('hueNamed', { hue: value })}
            onClick={() => onHue(value)}
            className="flex size-8 items-center justify-center rounded bg-primary-solid text-xs font-medium text-primary-foreground aria-pressed:outline-2 aria-pressed:outline-offset-2 aria-pressed:outline-foreground max-md:size-11"
          >
            {value}
          </button>
        ))}
      </div>
    </Field>
  )
}
