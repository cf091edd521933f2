import { TollgateError } from '#lib/shared/errors'

/** One refusal for what does not exist and what is not for this caller, so that nobody learns which. */
export function unknownModel(name: string): TollgateError {
  const message = `The model "${name}" does not exist or this key may not use it. GET /api/v1/models lists what it may.`
  return new TollgateError('model_not_found', { param: 'model', message })
}
