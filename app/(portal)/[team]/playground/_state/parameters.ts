import type { Parameters } from './conversation'

/** As the Chat Completions API names them. */
export interface SentParameters {
  temperature?: number
  top_p?: number
  max_tokens?: number
  max_completion_tokens?: number
  reasoning_effort?: string
}

export type ParameterName = 'temperature' | 'topP' | 'maxTokens'

/** What each may be; the bounds are part of what the field says. */
export const parameterBounds = {
  temperature: { min: 0, max: 2, step: 0.1 },
  topP: { min: 0, max: 1, step: 0.05 },
  maxTokens: { min: 1, max: null, step: 1 },
} as const satisfies Record<ParameterName, { min: number; max: number | null; step: number }>

export interface ModelLimits {
  maxOutputTokens: number | null
  reasoning: boolean
}

/** The number a field holds; null where it is empty, undefined where it cannot be sent. */
export function readParameter(name: ParameterName, text: string, limits: ModelLimits): number | null | undefined {
  if (text.trim() === '') return null
  const value = Number(text)
  const { min } = parameterBounds[name]
  const max = name === 'maxTokens' ? (limits.maxOutputTokens ?? Number.MAX_SAFE_INTEGER) : parameterBounds[name].max
  const fits = Number.isFinite(value) && value >= min && value <= max && (name !== 'maxTokens' || Number.isInteger(value))
  return fits ? value : undefined
}

/** What is sent of a column's parameters, or null where one of them cannot be. */
export function readParameters(parameters: Parameters, limits: ModelLimits): SentParameters | null {
  const temperature = readParameter('temperature', parameters.temperature, limits)
  const topP = readParameter('topP', parameters.topP, limits)
  const maxTokens = readParameter('maxTokens', parameters.maxTokens, limits)
  if (temperature === undefined || topP === undefined || maxTokens === undefined) return null
  return {
    ...(temperature !== null && { temperature }),
    ...(topP !== null && { top_p: topP }),
    // Models that reason count their thinking in, and many of them refuse the older name.
    ...(maxTokens !== null && (limits.reasoning ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens })),
    ...(limits.reasoning && parameters.effort !== '' && { reasoning_effort: parameters.effort }),
  }
}
