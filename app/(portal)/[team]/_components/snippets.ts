interface SnippetPlace {
  /** Where SDKs point, `https://…/api/v1`. */
  baseUrl: string
  model: string
  /** The key itself, where it may be shown; else its environment variable stands in the place. */
  apiKey?: string
}

export function curlSnippet({ baseUrl, model, apiKey = '$OPENAI_API_KEY' }: SnippetPlace): string {
  const body = JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Hello' }] })
  return [
    `curl -N ${baseUrl}/chat/completions \\`,
    `  -H "Authorization: Bearer ${apiKey}" \\`,
    '  -H "Content-Type: application/json" \\',
    `  -d '${body}'`,
  ].join('\n')
}

export function openaiSnippet({ baseUrl, model }: Omit<SnippetPlace, 'apiKey'>): string {
  return [
    "import OpenAI from 'openai'",
    `const client = new OpenAI({ baseURL: '${baseUrl}', apiKey: process.env.OPENAI_API_KEY })`,
    `const stream = await client.chat.completions.create({ model: '${model}', stream: true, messages: [{ role: 'user', content: 'Hello' }] })`,
    "for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? '')",
  ].join('\n')
}
