import { quoteSingle } from './quote'
import { keyVariable, messagesOf, parametersOf, type SnippetPlace } from './snippet-place'

export function writeTypescript(place: SnippetPlace): string {
  const key = place.apiKey === undefined ? `process.env.${keyVariable}` : quoteSingle(place.apiKey)
  return [
    '// npm install openai',
    "import OpenAI from 'openai'",
    '',
    `const client = new OpenAI({ baseURL: ${quoteSingle(place.baseUrl)}, apiKey: ${key} })`,
    'const stream = await client.chat.completions.create({',
    `  model: ${quoteSingle(place.model)},`,
    '  messages: [',
    ...messagesOf(place).map(({ role, content }) => `    { role: '${role}', content: ${quoteSingle(content)} },`),
    '  ],',
    ...parametersOf(place).map(([name, value]) => `  ${name}: ${typeof value === 'string' ? quoteSingle(value) : value},`),
    '  stream: true,',
    '})',
    "for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? '')",
  ].join('\n')
}
