import { quoteDouble } from './quote'
import { keyVariable, messagesOf, parametersOf, type SnippetPlace } from './snippet-place'

export function writePython(place: SnippetPlace): string {
  const key = place.apiKey === undefined ? `os.environ["${keyVariable}"]` : quoteDouble(place.apiKey)
  return [
    '# pip install openai',
    ...(place.apiKey === undefined ? ['import os', ''] : []),
    'from openai import OpenAI',
    '',
    `client = OpenAI(base_url=${quoteDouble(place.baseUrl)}, api_key=${key})`,
    'stream = client.chat.completions.create(',
    `    model=${quoteDouble(place.model)},`,
    '    messages=[',
    ...messagesOf(place).map(({ role, content }) => `        {"role": "${role}", "content": ${quoteDouble(content)}},`),
    '    ],',
    ...parametersOf(place).map(([name, value]) => `    ${name}=${typeof value === 'string' ? quoteDouble(value) : value},`),
    '    stream=True,',
    ')',
    'for chunk in stream:',
    '    if chunk.choices:',
    '        print(chunk.choices[0].delta.content or "", end="", flush=True)',
  ].join('\n')
}
