interface SnippetPlace {
  /** Where SDKs point, `https://…/api/v1`. */
  baseUrl: string
  model: string
}

export function curlSnippet({ baseUrl, model }: SnippetPlace): string {
  const body = JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Hello' }] })
  return [
    `curl -N ${baseUrl}/chat/completions \\`,
    '  -H "Authorization: Bearer $OPENAI_API_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '${body}'`,
  ].join('\n')
}

export function openaiSnippet({ baseUrl, model }: SnippetPlace): string {
  return [
    "import OpenAI from 'openai'",
    `const client = new OpenAI({ baseURL: '${baseUrl}', apiKey: process.env.OPENAI_API_KEY })`,
    `const stream = await client.chat.completions.create({ model: '${model}', stream: true, messages: [{ role: 'user', content: 'Hello' }] })`,
    "for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? '')",
  ].join('\n')
}
