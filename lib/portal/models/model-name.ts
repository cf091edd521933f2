import { TollgateError } from '#lib/shared/errors'

const pattern = /^[^\s\p{Cc}]{1,200}$/u

/** What customers call a model: 1 to 200 characters without spaces. */
export function requireModelName(name: string, param = 'model'): string {
  if (!pattern.test(name)) {
    throw new TollgateError('invalid_request', { param, message: `${param} must be 1 to 200 characters without spaces.` })
  }
  return name
}
