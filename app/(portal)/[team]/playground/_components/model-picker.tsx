import { ChevronsUpDown } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { Popover } from '#ui/popover'
import { Skeleton } from '#ui/skeleton'
import type { PlaygroundModel } from './playground-model'

const ModelList = dynamic(() => import('./model-list').then((module) => module.ModelList), { ssr: false, loading: ListPlace })

interface ModelPickerProps {
  model: string
  models: readonly PlaygroundModel[]
  onChange: (model: string) => void
}

/** The model of a column; the list with its search is loaded when it is opened. */
export function ModelPicker({ model, models, onChange }: ModelPickerProps) {
  const t = useTranslations('playground')
  return (
    <Popover
      label={t('modelNamed', { model: model || t('chooseModel') })}
      triggerClass="flex h-9 max-w-full min-w-0 items-center gap-1.5 rounded px-2 -ml-2 font-medium hover:bg-hover max-md:h-11"
      trigger={
        <>
          <span className="truncate font-mono text-sm">{model || t('chooseModel')}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        </>
      }
      className="w-96 max-w-[calc(100vw-16px)] p-0"
    >
      <ModelList chosen={model} models={models} onChange={onChange} />
    </Popover>
  )
}

function ListPlace() {
  return (
    <div className="flex h-80 flex-col gap-3 p-3">
      <Skeleton className="h-8 w-full" />
      <Skeleton className="h-4 w-48" />
      <Skeleton className="h-4 w-56" />
    </div>
  )
}
