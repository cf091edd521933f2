export interface SnippetMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** What a snippet may set beside model and messages, by the names of the Chat Completions API. */
export interface SnippetParameters {
  temperature?: number
  top_p?: number
  max_tokens?: number
  /** The same for models that reason: their thinking counts. */
  max_completion_tokens?: number
  /** `low`, `medium` or `high`, for models that reason. */
  reasoning_effort?: string
}

export interface SnippetPlace {
  /** Where SDKs point, `https://…/api/v1`. */
  baseUrl: string
  model: string
  /** The key itself, where it may be shown; else its environment variable stands in the place. */
  apiKey?: string
  /** One short greeting when left out. */
  messages?: readonly SnippetMessage[]
  parameters?: SnippetParameters
}

export const keyVariable = 'OPENAI_API_KEY'
const greeting: readonly SnippetMessage[] = [{ role: 'user', content: 'Hello' }]

export function messagesOf(place: SnippetPlace): readonly SnippetMessage[] {
  return place.messages?.length ? place.messages : greeting
}

/** The parameters that are set, in a fixed order. */
export function parametersOf({ parameters = {} }: SnippetPlace): [keyof SnippetParameters, number | string][] {
  return (['temperature', 'top_p', 'max_tokens', 'max_completion_tokens', 'reasoning_effort'] as const).flatMap((name) => {
    const value = parameters[name]
    return value === undefined ? [] : [[name, value] as [keyof SnippetParameters, number | string]]
  })
}
