import type { ChannelModel } from '#lib/portal/channels/channel'
import { requireModelName } from '#lib/portal/models/model-name'
import { TollgateError } from '#lib/shared/errors'

const maxCredentials = 100
const maxModels = 1_000
const maxPriority = 1_000_000
const maxWeight = 1_000_000

/** Distinct credentials, in one line each and printable, as an HTTP header can carry them; `kept` stay beside them. */
export function requireCredentials(credentials: readonly string[], kept = 0): string[] {
  const distinct = [...new Set(credentials.map((credential) => credential.trim()))]
  if (distinct.length + kept > maxCredentials || distinct.some((credential) => !/^[\x21-\x7e]{1,4096}$/.test(credential))) {
    throw new TollgateError('invalid_request', {
      param: 'credentials',
      message: `credentials holds at most ${maxCredentials} keys of printable characters without spaces.`,
    })
  }
  return distinct
}

export function requireChannelModels(models: readonly { model: string; upstreamModel?: string | null }[]): ChannelModel[] {
  const names = new Set(models.map(({ model }) => requireModelName(model, 'models.model')))
  if (names.size !== models.length || models.length > maxModels) {
    throw new TollgateError('invalid_request', { param: 'models', message: `models holds at most ${maxModels} models, each once.` })
  }
  return models.map(({ model, upstreamModel }) => ({
    model,
    upstreamModel: upstreamModel ? requireModelName(upstreamModel, 'models.upstream_model') : null,
  }))
}

export function requirePriority(priority: number): number {
  return requireInteger(priority, 'priority', -maxPriority, maxPriority)
}

export function requireWeight(weight: number): number {
  return requireInteger(weight, 'weight', 0, maxWeight)
}

function requireInteger(value: number, param: string, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new TollgateError('invalid_request', { param, message: `${param} must be a whole number from ${least} to ${most}.` })
  }
  return value
}
