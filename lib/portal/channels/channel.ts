import type { Selectable } from 'kysely'
import type { CoreChannels } from '#lib/shared/database/types'

export const providers = ['openai', 'openai-compatible'] as const
export type Provider = (typeof providers)[number]

export interface ChannelCredential {
  id: string
  /** Tells two credentials apart and says nothing about either; the credential itself is never shown again. */
  fingerprint: string
  /** Its last four characters; empty for short ones. */
  lastCharacters: string
  createdAt: Date
}

export interface ChannelModel {
  model: string
  /** What the upstream calls it, where that differs. */
  upstreamModel: string | null
}

export interface Channel {
  id: string
  name: string
  provider: Provider
  /** With its version path, as SDKs take it; without a slash at the end. */
  baseUrl: string
  /** Higher is tried first. */
  priority: number
  /** Share within a priority; 0 takes none while others can serve. */
  weight: number
  enabled: boolean
  /** The vendor charges a cancelled answer whole: read on for its usage, at most 10 s and one cent. */
  drainOnDisconnect: boolean
  credentials: ChannelCredential[]
  models: ChannelModel[]
  createdAt: Date
}

export function toChannel(row: Selectable<CoreChannels>, credentials: ChannelCredential[], models: ChannelModel[]): Channel {
  return {
    id: row.id,
    name: row.name,
    provider: row.provider === 'openai' ? 'openai' : 'openai-compatible',
    baseUrl: row.base_url,
    priority: row.priority,
    weight: row.weight,
    enabled: row.enabled,
    drainOnDisconnect: row.drain_on_disconnect,
    credentials,
    models,
    createdAt: row.created_at,
  }
}
