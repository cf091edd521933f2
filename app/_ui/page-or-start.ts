import 'server-only'
import { redirect } from 'next/navigation'
import { TollgateError } from '#lib/shared/errors'

/** A page of a list; a cursor that the list never gave out leads to its start. */
export async function pageOrStart<T>(read: () => Promise<T>, startHref: string): Promise<T> {
  try {
    return await read()
  } catch (thrown) {
    if (thrown instanceof TollgateError && thrown.code === 'invalid_request' && thrown.param === 'cursor') redirect(startHref)
    throw thrown
  }
}
