import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Card, CardBody } from '#ui/card'
import { CodeBlock } from '#ui/code-block'
import { ClientSnippets } from '../../../../_snippets/client-snippets'

/** Where to point a client and how, folded away: it is wanted again whenever another app is connected. */
export function ConnectCard({ baseUrl, model }: { baseUrl: string; model: string }) {
  const t = useTranslations('connect')
  return (
    <Card>
      <details className="group">
        <summary className="flex cursor-pointer list-none items-center gap-2 rounded px-5 py-3 max-md:px-4 [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 shrink-0 text-muted-foreground transition-transform group-open:rotate-90" />
          <h2 className="text-lg font-semibold">{t('title')}</h2>
          <span className="min-w-0 truncate text-sm text-muted-foreground">{t('text')}</span>
        </summary>
        <CardBody className="flex flex-col gap-4 border-t">
          <div className="flex flex-col gap-1.5">
            <h3 className="text-sm font-medium">{t('baseUrl')}</h3>
            <CodeBlock code={baseUrl} label={t('baseUrl')} copyLabel={t('copy')} />
          </div>
          <ClientSnippets place={{ baseUrl, model }} />
        </CardBody>
      </details>
    </Card>
  )
}
