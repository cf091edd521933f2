'use client'

import { Code } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#ui/button'
import { CodeBlock } from '#ui/code-block'
import { Dialog, DialogContent, DialogTrigger } from '#ui/dialog'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#ui/tabs'
import { workingClients } from '../../../../_snippets/clients'
import { type Column, type Conversation, messagesOf } from '../_state/conversation'
import type { SentParameters } from '../_state/parameters'

interface CodeButtonProps {
  conversation: Conversation
  column: Column
  parameters: SentParameters | null
  baseUrl: string
}

/** The same conversation, model and parameters as code to take away. */
export function CodeButton({ conversation, column, parameters, baseUrl }: CodeButtonProps) {
  const t = useTranslations()
  const place = { baseUrl, model: column.model, messages: messagesOf(conversation, column.id), parameters: parameters ?? {} }
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button variant="ghost" size="icon" title={t('playground.showCode')} aria-label={t('playground.codeOf', { model: column.model })}>
          <Code aria-hidden />
        </Button>
      </DialogTrigger>
      <DialogContent wide title={t('playground.showCode')} text={t('playground.codeText')}>
        <Tabs defaultValue="curl">
          <TabsList aria-label={t('snippets.label')}>
            {workingClients.map(({ id, name }) => (
              <TabsTrigger key={id} value={id}>
                {name}
              </TabsTrigger>
            ))}
          </TabsList>
          {workingClients.map(({ id, name, write }) => (
            <TabsContent key={id} value={id} className="pt-3 outline-none">
              <CodeBlock code={write(place)} label={t('snippets.with', { client: name })} copyLabel={t('ui.copyCode')} />
            </TabsContent>
          ))}
        </Tabs>
      </DialogContent>
    </Dialog>
  )
}
