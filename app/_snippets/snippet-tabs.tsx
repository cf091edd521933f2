'use client'

import { useTranslations } from 'next-intl'
import { Badge } from '#ui/badge'
import { CodeBlock } from '#ui/code-block'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#ui/tabs'
import { waitingClients, workingClients } from './clients'
import type { SnippetPlace } from './snippet-place'

interface SnippetTabsProps {
  place: SnippetPlace
  onCopied?: () => void
}

/** Code to paste, one tab a client. Clients that cannot work yet say what they wait for instead. */
export function SnippetTabs({ place, onCopied }: SnippetTabsProps) {
  const t = useTranslations('snippets')
  return (
    <Tabs defaultValue="curl" className="w-full min-w-0">
      <TabsList aria-label={t('label')}>
        {[...workingClients, ...waitingClients].map(({ id, name }) => (
          <TabsTrigger key={id} value={id}>
            {name}
          </TabsTrigger>
        ))}
      </TabsList>
      {workingClients.map(({ id, name, write }) => (
        <TabsContent key={id} value={id} className="pt-3 outline-none">
          <CodeBlock code={write(place)} label={t('with', { client: name })} copyLabel={t('copy')} onCopied={onCopied} />
        </TabsContent>
      ))}
      {waitingClients.map(({ id, name, wire, root }) => (
        <TabsContent key={id} value={id} className="pt-3 outline-none">
          <div className="flex flex-col items-start gap-2 rounded border bg-muted px-4 py-3">
            <Badge tone="warning">{t('notYet')}</Badge>
            <p>{t('waits', { client: name, wire: t(`wires.${wire}`) })}</p>
            <p className="text-sm text-muted-foreground">
              {t.rich('willPoint', {
                address: () => <code className="font-mono break-all text-foreground">{`${new URL(place.baseUrl).origin}${root}`}</code>,
              })}
            </p>
          </div>
        </TabsContent>
      ))}
    </Tabs>
  )
}
