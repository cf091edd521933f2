import { useTranslations } from 'next-intl'
import { cn } from '../../../../_ui/cn'
import type { Column, ColumnId } from '../_state/conversation'

interface ColumnTabsProps {
  columns: readonly Column[]
  current: ColumnId
  onChange: (id: ColumnId) => void
}

/** On a phone one column is seen at a time. */
export function ColumnTabs({ columns, current, onChange }: ColumnTabsProps) {
  const t = useTranslations('playground')
  if (columns.length < 2) return null
  return (
    <div role="group" aria-label={t('shownModel')} className="flex gap-4 border-b px-4 md:hidden">
      {columns.map(({ id, model }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === current}
          onClick={() => onChange(id)}
          className={cn(
            '-mb-px h-11 min-w-0 flex-1 truncate border-b-2 text-sm font-medium',
            id === current ? 'border-primary text-foreground' : 'border-transparent text-muted-foreground',
          )}
        >
          {model || t('chooseModel')}
        </button>
      ))}
    </div>
  )
}
