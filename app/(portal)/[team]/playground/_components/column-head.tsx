import { SlidersHorizontal, X } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { Button, buttonClass } from '#ui/button'
import { Popover } from '#ui/popover'
import { Tooltip } from '#ui/tooltip'
import { cn } from '../../../../_ui/cn'
import { limitsOf } from '../_state/askable-columns'
import type { Column } from '../_state/conversation'
import { readParameters } from '../_state/parameters'
import { ModelPicker } from './model-picker'
import { ParametersForm } from './parameters-form'
import type { PlaygroundModel } from './playground-model'
import type { Playground } from './use-playground'

const CodeButton = dynamic(() => import('./code-button').then((module) => module.CodeButton), { ssr: false, loading: CodePlace })

interface ColumnHeadProps {
  column: Column
  models: readonly PlaygroundModel[]
  playground: Playground
  baseUrl: string
}

/** A column's model, its parameters, and the code that does the same. */
export function ColumnHead({ column, models, playground, baseUrl }: ColumnHeadProps) {
  const t = useTranslations('playground')
  const { conversation, change, isRunning } = playground
  const limits = limitsOf(models, column.model)
  const sent = readParameters(column.parameters, limits)
  const changed = sent === null || Object.keys(sent).length > 0
  const isCallable = models.some(({ name }) => name === column.model)
  return (
    <div className="px-4 py-2">
      <div className="flex items-center gap-1.5">
        <div className="min-w-0 flex-1">
          <ModelPicker model={column.model} models={models} onChange={(model) => change({ kind: 'model', column: column.id, model })} />
        </div>
        <Popover
          align="end"
          label={t('parametersOf', { model: column.model })}
          triggerClass={buttonClass('ghost', 'sm')}
          trigger={
            <>
              <SlidersHorizontal aria-hidden />
              <span className="max-xl:sr-only">{t('parameters')}</span>
              {changed ? (
                <span aria-hidden className={cn('size-1.5 rounded-full', sent === null ? 'bg-destructive' : 'bg-primary')} />
              ) : null}
            </>
          }
          className="w-72 p-3"
        >
          <ParametersForm
            id={column.id}
            parameters={column.parameters}
            limits={limits}
            onChange={(parameters) => change({ kind: 'parameters', column: column.id, parameters })}
          />
        </Popover>
        <CodeButton conversation={conversation} column={column} parameters={sent} baseUrl={baseUrl} />
        {conversation.columns.length > 1 ? (
          <Tooltip text={t('remove')}>
            <Button
              variant="ghost"
              size="icon"
              disabled={isRunning}
              aria-label={t('removeNamed', { model: column.model })}
              onClick={() => change({ kind: 'single', removed: column.id })}
            >
              <X aria-hidden />
            </Button>
          </Tooltip>
        ) : null}
      </div>
      {column.model !== '' && !isCallable ? <p className="pt-0.5 text-sm text-warning">{t('notCallable')}</p> : null}
    </div>
  )
}

function CodePlace() {
  return <span aria-hidden className="size-8 max-md:size-11" />
}
