import type { Column, ColumnId } from './conversation'
import { type ModelLimits, readParameters } from './parameters'

interface AskableModel {
  name: string
  maxOutputTokens: number | null
  reasoning: boolean
}

export interface Askable {
  /** The columns that the next prompt goes to. */
  asked: ColumnId[]
  /** Why it can go to none: no column's model can be called, or a parameter is wrong. */
  blocked: 'model' | 'parameters' | null
  /** Models that are left out of it because they cannot be called now. */
  leftOut: string[]
}

/** Whom a prompt would go to: a model that cannot be called holds up nobody, a wrong parameter everybody. */
export function askableColumns(columns: readonly Column[], models: readonly AskableModel[]): Askable {
  const callable = columns.filter(({ model }) => models.some(({ name }) => name === model))
  const blocked =
    callable.length === 0
      ? 'model'
      : callable.every(({ model, parameters }) => readParameters(parameters, limitsOf(models, model)))
        ? null
        : 'parameters'
  return {
    asked: blocked === null ? callable.map(({ id }) => id) : [],
    blocked,
    leftOut: columns
      .filter((column) => !callable.includes(column))
      .map(({ model }) => model)
      .filter((model) => model !== ''),
  }
}

export function limitsOf(models: readonly AskableModel[], name: string): ModelLimits {
  const model = models.find((candidate) => candidate.name === name)
  return { maxOutputTokens: model?.maxOutputTokens ?? null, reasoning: model?.reasoning ?? false }
}
