import { test as base } from './test'
import { type OwnPortal, startOwnPortal } from './own-portal'

export { expect, expectAccessible, say } from './test'

/** Tests on a portal with other ways to sign in; one for each worker that runs any. */
export const test = base.extend<object, { portal: OwnPortal }>({
  portal: [
    async ({ browserName: _ }, use) => {
      const portal = await startOwnPortal()
      await use(portal)
      await portal.close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ portal }, use) => use(portal.baseUrl),
})
