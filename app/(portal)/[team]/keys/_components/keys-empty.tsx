import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { buttonClass } from '#ui/button'
import { CodeBlock } from '#ui/code-block'
import { EmptyState } from '#ui/empty-state'
import { CreateKeyButton } from './key-dialogs-provider'

/** No key at all: what one is for, and how it will be used. */
export function NoKeys({ mayCreate, baseUrl }: { mayCreate: boolean; baseUrl: string }) {
  const t = useTranslations('keys')
  return (
    <EmptyState title={t('emptyTitle')} text={t(mayCreate ? 'emptyText' : 'emptyReadOnly')} act={mayCreate ? <CreateKeyButton /> : null}>
      <div className="w-full max-w-xl">
        <CodeBlock code={`OPENAI_BASE_URL=${baseUrl}\nOPENAI_API_KEY=tg-…`} label={t('emptySnippet')} copyLabel={t('copy')} />
      </div>
    </EmptyState>
  )
}

export function NoMatch({ clearHref }: { clearHref: string }) {
  const t = useTranslations('keys')
  return (
    <EmptyState
      title={t('noMatchTitle')}
      text={t('noMatchText')}
      act={
        <Link href={clearHref} className={buttonClass('secondary')}>
          {t('showAll')}
        </Link>
      }
    />
  )
}
