/**
 * Process-wide state by name. `server.ts` and Next load separate copies of each module, so a plain module
 * variable would give two pools, two batchers, two snapshots; `globalThis` is the one place they share.
 */
const registryKey = Symbol.for('tollgate.process-state')

type Registry = Map<string, unknown>

function registry(): Registry {
  const holder = globalThis as { [registryKey]?: Registry }
  holder[registryKey] ??= new Map()
  return holder[registryKey]
}

/** The value registered under `name`, made by `make` on first use. */
export function processState<T>(name: string, make: () => T): T {
  const states = registry()
  if (!states.has(name)) states.set(name, make())
  return states.get(name) as T
}

/** Forgets the value under `name`, so that the next use makes it anew; returns what was there. */
export function forgetProcessState<T>(name: string): T | undefined {
  const states = registry()
  const value = states.get(name) as T | undefined
  states.delete(name)
  return value
}
