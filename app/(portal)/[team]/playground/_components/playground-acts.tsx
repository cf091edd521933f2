import { Columns2, Eraser } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { PageHead } from '#ui/page-head'
import type { PlaygroundModel } from './playground-model'
import type { Playground } from './use-playground'

/** The head of the page: a second model, and an empty sheet. */
export function PlaygroundActs({ playground, models }: { playground: Playground; models: readonly PlaygroundModel[] }) {
  const t = useTranslations('playground')
  const { conversation, change, isRunning } = playground
  const [first] = conversation.columns
  const other = models.find(({ name }) => name !== first?.model)
  return (
    <PageHead
      title={t('title')}
      text={t('text')}
      act={
        <div className="flex flex-wrap gap-2">
          {conversation.columns.length < 2 && other ? (
            <Button variant="secondary" size="sm" disabled={isRunning} onClick={() => change({ kind: 'compare', model: other.name })}>
              <Columns2 aria-hidden />
              {t('compare')}
            </Button>
          ) : null}
          <Button
            variant="secondary"
            size="sm"
            disabled={isRunning || conversation.turns.length === 0}
            onClick={() => change({ kind: 'clear' })}
          >
            <Eraser aria-hidden />
            {t('clear')}
          </Button>
        </div>
      }
    />
  )
}
