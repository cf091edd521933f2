import type { Selectable } from 'kysely'
import type { Price } from '#lib/portal/prices/price'
import type { CoreModels } from '#lib/shared/database/types'

export interface Model {
  /** What customers call it. */
  name: string
  displayName: string
  vendor: string
  contextLength: number | null
  maxOutputTokens: number | null
  /** The most an image can cost in tokens; holds count with it. */
  maxImageTokens: number | null
  capabilities: string[]
  inputModalities: string[]
  outputModalities: string[]
  /** Multiplier on imported prices in parts per million; 1,000,000 leaves them as they are. */
  markupPpm: bigint
  /** Null: neither listed nor sold to this group. */
  sellPrice: Price | null
  /** What it costs on channels without a cost of their own; operators only. */
  costPrice: Price | null
  /** Whether an enabled channel serves it: priced without one, every request for it is refused. */
  served: boolean
  createdAt: Date
}

interface ModelStanding {
  sellPrice: Price | null
  costPrice: Price | null
  served: boolean
}

export function toModel(row: Selectable<CoreModels>, { sellPrice, costPrice, served }: ModelStanding): Model {
  return {
    name: row.name,
    displayName: row.display_name || row.name,
    vendor: row.vendor,
    contextLength: row.context_length,
    maxOutputTokens: row.max_output_tokens,
    maxImageTokens: row.max_image_tokens,
    capabilities: row.capabilities,
    inputModalities: row.input_modalities,
    outputModalities: row.output_modalities,
    markupPpm: row.markup_ppm,
    sellPrice,
    costPrice,
    served,
    createdAt: row.created_at,
  }
}
