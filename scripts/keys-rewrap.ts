import { systemActor } from '#lib/portal/acting/actor'
import { rewrapCredentials } from '#lib/portal/channels/rewrap-credentials'
import { rewrapWebhookSecrets } from '#lib/portal/webhooks/rewrap-webhook-secrets'
import { runAsPortal } from './run-as-portal.ts'

// npm run keys:rewrap, after a new master key has been put first in TOLLGATE_MASTER_KEYS
await runAsPortal(async () => {
  const { keyVersion, rewrapped, unreadable } = await rewrapCredentials(systemActor)
  const webhooks = await rewrapWebhookSecrets()
  process.stdout.write(`${rewrapped} credentials and ${webhooks.rewrapped} secrets of webhooks now stand under master key ${keyVersion}.\n`)
  if (webhooks.unreadable.length > 0) {
    throw new Error(
      `No configured master key opens ${webhooks.unreadable.length} secrets of webhooks: ${webhooks.unreadable.join(', ')}. Rotate those webhooks.`,
    )
  }
  if (unreadable.length > 0) {
    throw new Error(`No configured master key opens ${unreadable.length} of them: ${unreadable.join(', ')}. Enter those credentials anew.`)
  }
})
