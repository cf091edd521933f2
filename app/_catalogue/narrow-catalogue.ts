import type { CatalogueModel } from '#lib/portal/models/read-catalogue'
import { readMany, readOne, type Query } from '../_ui/read-query'
import { readSort, type Sort } from '../_ui/sort'

export const sortNames = ['name', 'input', 'output', 'context'] as const
export type SortName = (typeof sortNames)[number]

/** What the address asks of the catalogue. */
export interface CatalogueQuery {
  search: string
  vendors: readonly string[]
  capabilities: readonly string[]
  modalities: readonly string[]
  sort: Sort<SortName>
  /** How many models come before the page. */
  skipped: number
}

export function readCatalogueQuery(query: Query): CatalogueQuery {
  const skipped = Number(readOne(query, 'cursor') ?? 0)
  return {
    search: (readOne(query, 'q') ?? '').trim().toLowerCase(),
    vendors: readMany(query, 'vendor'),
    capabilities: readMany(query, 'capability'),
    modalities: readMany(query, 'modality'),
    sort: readSort(query, sortNames, 'name'),
    skipped: Number.isSafeInteger(skipped) && skipped > 0 ? skipped : 0,
  }
}

/** The models that fit, in the order asked for. Several vendors are alternatives; capabilities and modalities must all be there. */
export function narrowCatalogue(models: readonly CatalogueModel[], query: CatalogueQuery): CatalogueModel[] {
  const words = query.search.split(/\s+/)
  const fitting = models.filter((model) => {
    const text = `${model.name} ${model.displayName} ${model.vendor}`.toLowerCase()
    const modalities = [...model.inputModalities, ...model.outputModalities]
    return (
      words.every((word) => text.includes(word)) &&
      (query.vendors.length === 0 || query.vendors.includes(model.vendor)) &&
      query.capabilities.every((capability) => model.capabilities.includes(capability)) &&
      query.modalities.every((modality) => modalities.includes(modality))
    )
  })
  return sortModels(fitting, query.sort)
}

const byName = (a: CatalogueModel, b: CatalogueModel) => (a.name < b.name ? -1 : 1)

function sortModels(models: readonly CatalogueModel[], { by, descending }: Sort<SortName>): CatalogueModel[] {
  const direction = descending ? -1 : 1
  if (by === 'name') return models.toSorted((a, b) => direction * byName(a, b))
  return models.toSorted((a, b) => {
    const [left, right] = [valueOf(a, by), valueOf(b, by)]
    // What is not known stands last, whichever way.
    if (left === null || right === null) return left === right ? byName(a, b) : left === null ? 1 : -1
    return left === right ? byName(a, b) : direction * (left < right ? -1 : 1)
  })
}

function valueOf(model: CatalogueModel, by: 'input' | 'output' | 'context'): bigint | number | null {
  return by === 'context' ? model.contextLength : model.price.rates[by]
}

/** The values that a filter can take, each once, sorted. */
export function distinctOf(models: readonly CatalogueModel[], read: (model: CatalogueModel) => readonly string[]): string[] {
  return [...new Set(models.flatMap((model) => read(model)))].filter((text) => text !== '').toSorted((a, b) => a.localeCompare(b))
}
