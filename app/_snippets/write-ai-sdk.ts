import { quoteSingle } from './quote'
import { keyVariable, messagesOf, parametersOf, type SnippetPlace } from './snippet-place'

const namesOf = {
  temperature: 'temperature',
  top_p: 'topP',
  max_tokens: 'maxOutputTokens',
  max_completion_tokens: 'maxOutputTokens',
} as const

/** One option of the call; what only some models know goes in by the provider's name. */
function writeOption([name, value]: ReturnType<typeof parametersOf>[number]): string {
  if (name === 'reasoning_effort') return `  providerOptions: { gateway: { reasoningEffort: ${quoteSingle(String(value))} } },`
  return `  ${namesOf[name]}: ${value},`
}

export function writeAiSdk(place: SnippetPlace): string {
  const key = place.apiKey === undefined ? `process.env.${keyVariable}` : quoteSingle(place.apiKey)
  const messages = messagesOf(place)
  // The SDK takes the system prompt apart from the messages.
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content)
  return [
    '// npm install ai @ai-sdk/openai-compatible',
    "import { createOpenAICompatible } from '@ai-sdk/openai-compatible'",
    "import { streamText } from 'ai'",
    '',
    'const gateway = createOpenAICompatible({',
    "  name: 'gateway',",
    `  baseURL: ${quoteSingle(place.baseUrl)},`,
    `  apiKey: ${key},`,
    '  includeUsage: true,',
    '})',
    'const { textStream } = streamText({',
    `  model: gateway(${quoteSingle(place.model)}),`,
    ...(system.length > 0 ? [`  system: ${quoteSingle(system.join('\n\n'))},`] : []),
    '  messages: [',
    ...messages
      .filter(({ role }) => role !== 'system')
      .map(({ role, content }) => `    { role: '${role}', content: ${quoteSingle(content)} },`),
    '  ],',
    ...parametersOf(place).map(writeOption),
    '})',
    'for await (const text of textStream) process.stdout.write(text)',
  ].join('\n')
}
