import { dirname } from 'node:path'
import { embeddedOwnerUrl } from '#scripts/connect-owner'
import { firstRunPath } from '#tests/e2e/support/first-run'

/** Where the owner of the tested stack's database enters. */
export async function ownerUrlOfStack(): Promise<string> {
  const url = await embeddedOwnerUrl(dirname(firstRunPath()))
  if (url === null) throw new Error('the stack under test has not told where its database is')
  return url
}
