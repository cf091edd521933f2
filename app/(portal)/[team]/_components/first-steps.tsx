import { ClientSnippets } from '../../../_snippets/client-snippets'

/** How to make the first request, ready to paste but for the key. */
export function FirstSteps({ baseUrl, model }: { baseUrl: string; model: string }) {
  return <ClientSnippets place={{ baseUrl, model }} />
}
