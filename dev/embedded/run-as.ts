import { getuid } from 'node:process'
import type { SpawnOptions } from 'node:child_process'
import { runCommand } from './run-command.ts'

/** `nobody` and `nogroup`: present on every Linux, owner of nothing. */
const NOBODY = 65534

export type Capability = 'dac_read_search' | 'dac_override'

/** How the database's programs are started: as whom, and tied to our life where the system can do that. */
export interface RunAs {
  /** Owner its files must have; null when they simply are ours. */
  uid: number | null
  /** What lets it pass folders that are closed to it, where it needs that. */
  capability: Capability | null
  wrap(file: string, args: string[]): { file: string; args: string[]; options: SpawnOptions }
}

/** Postgres refuses root, so root hands over to nobody; everyone else runs it as themselves. */
export function runAs(capability: Capability | null, withSetpriv: boolean): RunAs {
  const isRoot = getuid?.() === 0
  const uid = isRoot ? NOBODY : null
  const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {}
  if (!withSetpriv) return { uid, capability: null, wrap: (file, args) => ({ file, args, options: identity }) }

  const flags = ['--pdeathsig=INT']
  if (isRoot) flags.push(`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups')
  if (capability) flags.push(`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`)
  return { uid, capability, wrap: (file, args) => ({ file: 'setpriv', args: [...flags, '--', file, ...args], options: {} }) }
}

/** The small setpriv of busybox lacks the flag that matters, so the flag itself is tried. */
export async function hasSetpriv(): Promise<boolean> {
  return (await runCommand('setpriv', ['--pdeathsig=INT', '--', 'true'])).code === 0
}

/** Proves by doing it that the given identity can enter the folder and write there. */
export async function canWrite(identity: RunAs, folder: string): Promise<boolean> {
  const probe = 'cd "$1" && : > .reachable && rm .reachable'
  const { file, args, options } = identity.wrap('/bin/sh', ['-c', probe, 'sh', folder])
  return (await runCommand(file, args, { ...options, cwd: '/' })).code === 0
}
