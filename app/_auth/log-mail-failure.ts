import 'server-only'
import { log } from '#lib/shared/log'
import { type AuthFailure, isOutage } from './auth-failure'

/** For the operator alone: the reader is answered as if the mail were on its way. */
export function logMailFailure<Failure extends AuthFailure | null>(failure: Failure): Failure {
  if (failure && isOutage(failure)) log.error('auth_mail_failed', { status: failure.status ?? null, code: failure.code ?? null })
  return failure
}
