import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { Textarea } from '#ui/input'

/** What every request begins with, folded away until it is wanted. */
export function SystemPrompt({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const t = useTranslations('playground')
  const id = useId()
  return (
    <details className="group border-b">
      <summary className="flex h-9 cursor-pointer list-none items-center gap-2 px-4 text-sm -outline-offset-2 hover:bg-hover max-md:h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 text-muted-foreground transition-transform group-open:rotate-90" />
        <span className="shrink-0 font-medium">{t('system')}</span>
        <span className="min-w-0 truncate text-muted-foreground group-open:hidden">{text.trim() || t('systemNone')}</span>
      </summary>
      <div className="px-4 pb-3">
        <label htmlFor={id} className="sr-only">
          {t('system')}
        </label>
        <Textarea id={id} rows={3} value={text} placeholder={t('systemHint')} onChange={(event) => onChange(event.target.value)} />
      </div>
    </details>
  )
}
