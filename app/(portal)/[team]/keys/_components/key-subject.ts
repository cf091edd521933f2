import type { KeyState } from '#lib/portal/keys/team-key'

/** A key as its dialogs know it. */
export interface KeySubject {
  /** The shown id, `key_…`. */
  id: string
  name: string
  display: string
  state: KeyState
  /** By a person, or blocked. */
  disabled: boolean
  blocked: boolean
  /** Whether the reader may make it work again. */
  mayEnable: boolean
  lastUsedAt: Date | null
  /** The last day it works on by the team's clock, `2026-12-31`; empty for no end. */
  expires: string
  /** Its monthly budget in US dollars; empty for none. */
  budget: string
}

/** What every dialog of a team's keys needs beside the key. */
export interface KeyPlace {
  /** The shown id, `team_…`. */
  team: string
  baseUrl: string
  /** The one that snippets call. */
  model: string
  timeZone: string
  /** The team's today, `2026-11-22`. */
  today: string
  mayCreate: boolean
  /** Whether the reader may set budgets of keys that exist. */
  mayGovern: boolean
}

/** What a dialog is opened for. */
export type KeyAsk =
  | { act: 'create' }
  | { act: 'edit' | 'rotate' | 'test' | 'disable' | 'delete'; key: KeySubject }
  | { act: 'disableMany'; keys: readonly string[]; done: () => void }
