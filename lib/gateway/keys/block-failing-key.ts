import { gatewayPool } from '#lib/shared/database/pools'
import { showId } from '#lib/shared/ids'
import { log } from '#lib/shared/log'

/**
 * Blocks a key once this many of its requests in a row have failed. For after a failed one alone and never on a caller's
 * time; a look that fails is left to the next failure.
 */
export async function blockFailingKey(keyId: string, failures: number): Promise<void> {
  try {
    const { rows } = await gatewayPool().query<{ blocked: boolean }>('select core.block_failing_key($1, $2) as blocked', [keyId, failures])
    if (rows[0]?.blocked) log.warn('key_blocked', { key_id: showId('key', keyId), failures })
  } catch (error) {
    log.warn('key_not_checked', { key_id: showId('key', keyId) }, error)
  }
}
