import { parseSnapshot, type SnapshotRow } from '#lib/gateway/snapshot/parse-snapshot'
import { shareRead } from '#lib/shared/share-read'
import type { Snapshot } from '#lib/gateway/snapshot/snapshot'
import { gatewayPool } from '#lib/shared/database/pools'
import { processState } from '#lib/shared/process-state'

interface SnapshotState {
  current: Snapshot | null
  loading: Promise<Snapshot> | null
  askVersion: () => Promise<bigint>
}

function state(): SnapshotState {
  return processState('gateway-snapshot', () => ({ current: null, loading: null, askVersion: shareRead(readVersion) }))
}

/** The snapshot in memory; loaded on first use. Admission says when it is stale. */
export function currentSnapshot(): Snapshot | Promise<Snapshot> {
  return state().current ?? loadSnapshot()
}

/** A snapshot of at least `version`. */
export async function snapshotSince(version: bigint): Promise<Snapshot> {
  const { current } = state()
  if (current && current.version >= version) return current
  const loaded = await loadSnapshot()
  // A load that began before the change may have brought the older state.
  return loaded.version >= version ? loaded : loadSnapshot()
}

/** The newest snapshot, asked for before a refusal that rests on it alone. */
export async function verifiedSnapshot(): Promise<Snapshot> {
  return snapshotSince(await state().askVersion())
}

async function readVersion(): Promise<bigint> {
  const { rows } = await gatewayPool().query<{ version: bigint }>('select core.gateway_snapshot_version() as version')
  return rows[0]?.version ?? 0n
}

function loadSnapshot(): Promise<Snapshot> {
  const shared = state()
  if (!shared.loading) {
    shared.loading = readSnapshot()
    const forget = () => {
      shared.loading = null
    }
    shared.loading.then(forget, forget)
  }
  return shared.loading
}

async function readSnapshot(): Promise<Snapshot> {
  const { rows } = await gatewayPool().query<{ snapshot: SnapshotRow }>('select core.gateway_snapshot() as snapshot')
  const [row] = rows
  if (!row) throw new Error('core.gateway_snapshot answered no row')
  const snapshot = parseSnapshot(row.snapshot)
  const shared = state()
  if (!shared.current || snapshot.version >= shared.current.version) shared.current = snapshot
  return shared.current
}
