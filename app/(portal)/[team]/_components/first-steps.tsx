import { useTranslations } from 'next-intl'
import { CodeBlock } from '#ui/code-block'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#ui/tabs'
import { curlSnippet, openaiSnippet } from './snippets'

/** How to make the first request, ready to paste but for the key. */
export function FirstSteps({ baseUrl, model }: { baseUrl: string; model: string }) {
  const t = useTranslations()
  const snippets = { curl: curlSnippet({ baseUrl, model }), openai: openaiSnippet({ baseUrl, model }) }
  return (
    <Tabs defaultValue="curl" className="w-full min-w-0">
      <TabsList aria-label={t('firstSteps.label')}>
        <TabsTrigger value="curl">curl</TabsTrigger>
        <TabsTrigger value="openai">OpenAI SDK</TabsTrigger>
      </TabsList>
      {(['curl', 'openai'] as const).map((name) => (
        <TabsContent key={name} value={name} className="pt-3 outline-none">
          <CodeBlock code={snippets[name]} label={t(`firstSteps.${name}`)} copyLabel={t('ui.copyCode')} />
        </TabsContent>
      ))}
    </Tabs>
  )
}
