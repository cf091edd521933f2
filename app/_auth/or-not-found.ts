import 'server-only'
import { notFound } from 'next/navigation'
import { TollgateError } from '#lib/shared/errors'

/** What a verb answers; its `not_found` is the page's. */
export async function orNotFound<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (thrown) {
    if (thrown instanceof TollgateError && thrown.code === 'not_found') notFound()
    throw thrown
  }
}
