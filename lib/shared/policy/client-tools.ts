/** The tools a request may come from, as policies and logs name them. */
export const clientTools = [
  'claude-code',
  'codex',
  'cursor',
  'cline',
  'roo-code',
  'cc-switch',
  'continue',
  'aider',
  'opencode',
  'gemini-cli',
  'openai-python',
  'openai-node',
  'anthropic-python',
  'anthropic-node',
  'ai-sdk',
  'langchain',
  'curl',
  'unknown',
] as const
export type ClientTool = (typeof clientTools)[number]

type Headers = Readonly<Record<string, string | undefined>>
/** A header and what, in lower case, its value begins with or contains. */
type Sign = readonly [header: string, how: 'begins' | 'contains', text: string]

/** Tried from the top: agents come before the SDKs they are built on. What a caller says of itself proves nothing. */
const signs: readonly (readonly [ClientTool, readonly Sign[]])[] = [
  [
    'cc-switch',
    [
      ['user-agent', 'contains', 'cc-switch'],
      ['x-title', 'contains', 'cc-switch'],
    ],
  ],
  [
    'claude-code',
    [
      ['user-agent', 'begins', 'claude-cli/'],
      ['user-agent', 'begins', 'claude-code/'],
      ['anthropic-beta', 'contains', 'claude-code-'],
      ['x-app', 'begins', 'cli'],
    ],
  ],
  [
    'codex',
    [
      ['originator', 'begins', 'codex'],
      ['user-agent', 'begins', 'codex'],
    ],
  ],
  [
    'roo-code',
    [
      ['user-agent', 'begins', 'roocode/'],
      ['x-title', 'begins', 'roo code'],
      ['http-referer', 'contains', 'roo-cline'],
      ['http-referer', 'contains', 'roocode.com'],
    ],
  ],
  [
    'cline',
    [
      ['user-agent', 'begins', 'cline/'],
      ['x-title', 'begins', 'cline'],
      ['http-referer', 'contains', '//cline.bot'],
    ],
  ],
  [
    'cursor',
    [
      ['user-agent', 'begins', 'cursor/'],
      ['x-title', 'begins', 'cursor'],
      ['http-referer', 'contains', '//cursor.'],
      ['x-cursor-client-version', 'begins', ''],
    ],
  ],
  [
    'continue',
    [
      ['user-agent', 'begins', 'continue/'],
      ['x-title', 'begins', 'continue'],
      ['http-referer', 'contains', 'continue.dev'],
    ],
  ],
  [
    'aider',
    [
      ['user-agent', 'begins', 'aider/'],
      ['x-title', 'begins', 'aider'],
      ['http-referer', 'contains', '//aider.chat'],
    ],
  ],
  [
    'opencode',
    [
      ['user-agent', 'begins', 'opencode/'],
      ['x-title', 'begins', 'opencode'],
      ['http-referer', 'contains', '//opencode.ai'],
    ],
  ],
  [
    'gemini-cli',
    [
      ['user-agent', 'begins', 'geminicli/'],
      ['user-agent', 'begins', 'gemini-cli/'],
    ],
  ],
  ['langchain', [['user-agent', 'contains', 'langchain']]],
  [
    'ai-sdk',
    [
      ['user-agent', 'begins', 'ai/'],
      ['user-agent', 'contains', 'ai-sdk/'],
    ],
  ],
  [
    'openai-python',
    [
      ['user-agent', 'begins', 'openai/python'],
      ['user-agent', 'begins', 'asyncopenai/python'],
      ['user-agent', 'contains', 'azureopenai/python'],
    ],
  ],
  [
    'openai-node',
    [
      ['user-agent', 'begins', 'openai/js'],
      ['user-agent', 'begins', 'azureopenai/js'],
    ],
  ],
  [
    'anthropic-python',
    [
      ['user-agent', 'begins', 'anthropic/python'],
      ['user-agent', 'begins', 'asyncanthropic/python'],
    ],
  ],
  ['anthropic-node', [['user-agent', 'begins', 'anthropic/js']]],
  ['curl', [['user-agent', 'begins', 'curl/']]],
]

const readHeaders = [...new Set(signs.flatMap(([, own]) => own.map(([header]) => header)))]

/** The tool that made a request, by its headers (names in lower case). */
export function recognizeClient(headers: Headers): ClientTool {
  const said: Record<string, string> = {}
  for (const name of readHeaders) {
    const value = headers[name]
    if (value !== undefined) said[name] = value.slice(0, longestRead).toLowerCase()
  }
  for (const [tool, own] of signs) if (own.some((sign) => isShown(sign, said))) return tool
  return recognizeSdk(headers)
}

/** The SDKs name their language even where a browser or a proxy wrote the user agent. */
function recognizeSdk(headers: Headers): ClientTool {
  const isAnthropic = headers['anthropic-version'] !== undefined
  switch (headers['x-stainless-lang']) {
    case 'python':
      return isAnthropic ? 'anthropic-python' : 'openai-python'
    case 'js':
      return isAnthropic ? 'anthropic-node' : 'openai-node'
    default:
      return 'unknown'
  }
}

const longestRead = 512

function isShown([header, how, text]: Sign, said: Readonly<Record<string, string>>): boolean {
  const value = said[header]
  if (value === undefined) return false
  return how === 'begins' ? value.startsWith(text) : value.includes(text)
}
