import { quoteShell } from './quote'
import { keyVariable, messagesOf, parametersOf, type SnippetPlace } from './snippet-place'

export function writeCurl(place: SnippetPlace): string {
  const body = { model: place.model, stream: true, messages: messagesOf(place), ...Object.fromEntries(parametersOf(place)) }
  return [
    `curl -N ${place.baseUrl}/chat/completions \\`,
    `  -H "Authorization: Bearer ${place.apiKey ?? `$${keyVariable}`}" \\`,
    '  -H "Content-Type: application/json" \\',
    `  -d ${quoteShell(JSON.stringify(body))}`,
  ].join('\n')
}
