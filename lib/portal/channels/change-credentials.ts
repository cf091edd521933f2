import { requireCredentials } from '#lib/portal/channels/check-channel-input'
import { insertCredentials, replaceCredentials } from '#lib/portal/channels/replace-parts'
import type { Channel } from '#lib/portal/channels/channel'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'

export interface CredentialChange {
  /** Replace all there are. */
  credentials?: readonly string[]
  /** Join those there are; not beside `credentials`. */
  addCredentials?: readonly string[]
  /** Ids of credentials to erase; not beside `credentials`. */
  removeCredentials?: readonly string[]
}

/** Replaces all of a channel's credentials, or adds and erases single ones. */
export async function changeCredentials(transaction: RoleTransaction, channel: Channel, change: CredentialChange): Promise<void> {
  const { credentials, addCredentials = [], removeCredentials = [] } = change
  if (credentials) {
    if (addCredentials.length > 0 || removeCredentials.length > 0)
      throw badChange('credentials replaces all there are: give nothing beside it.')
    await replaceCredentials(transaction, channel.id, requireCredentials(credentials))
    return
  }
  if (removeCredentials.some((id) => !channel.credentials.some((credential) => credential.id === id))) {
    throw badChange('The channel has no such credential.', 'remove_credentials')
  }
  const kept = channel.credentials.length - new Set(removeCredentials).size
  const added = requireCredentials(addCredentials, kept)
  if (removeCredentials.length > 0) {
    await transaction
      .deleteFrom('core.channel_credentials')
      .where('id', 'in', removeCredentials)
      .where('channel_id', '=', channel.id)
      .execute()
  }
  await insertCredentials(transaction, channel.id, added)
}

/**
 * Stored credentials are never sent to another address than they were entered for: whoever may edit a channel, but does
 * not know its keys, could otherwise have them delivered to a server of their own, or to another tenant of a shared one.
 * @param baseUrl as `requireBaseUrl` answers it, which has already taken away what makes no difference
 * @throws TollgateError `invalid_request` that names `credentials`
 */
export function requireCredentialsForAddress(channel: Channel, baseUrl: string, change: CredentialChange): void {
  if (change.credentials || channel.credentials.length === 0 || baseUrl === channel.baseUrl) return
  throw badChange('base_url names another address: enter the credentials for it again.')
}

function badChange(message: string, param = 'credentials'): TollgateError {
  return new TollgateError('invalid_request', { param, message })
}
