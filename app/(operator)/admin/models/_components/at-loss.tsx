import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Label } from '#ui/label'

/** Why a price was not saved, and the box to tick by who means it. */
export function AtLoss({ id, text }: { id: string; text: string | undefined }) {
  const t = useTranslations('models')
  if (text === undefined) return null
  return (
    <div className="flex items-start gap-2 rounded bg-warning-soft px-3 py-2 text-sm">
      <TriangleAlert aria-hidden className="h-[1lh] w-4 shrink-0 text-warning" />
      <div className="flex min-w-0 flex-col gap-2">
        <p id={`${id}-note`}>{text}</p>
        <div className="flex items-center gap-2">
          <input
            type="checkbox"
            id={id}
            name="belowCost"
            aria-describedby={`${id}-note`}
            className="size-4 shrink-0 accent-(--primary-solid)"
          />
          <Label htmlFor={id}>{t('sellAtLoss')}</Label>
        </div>
      </div>
    </div>
  )
}
