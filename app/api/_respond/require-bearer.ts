import { equalInConstantTime } from '#lib/shared/crypto'
import { TollgateError } from '#lib/shared/errors'

/** Throws `unauthenticated` unless the request carries the secret as its bearer token; without a secret nobody is let in. */
export function requireBearer(request: Request, secret: string | undefined): void {
  const given = request.headers.get('authorization') ?? ''
  if (secret === undefined || !equalInConstantTime(given, `Bearer ${secret}`)) throw new TollgateError('unauthenticated')
}
