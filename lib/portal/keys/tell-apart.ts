interface NamedKey {
  name: string
  /** What lists show of the secret. */
  display: string
}

/** A key's name, with the visible part of its secret where the name alone would not tell it from another. */
export function labelOf({ name, display }: NamedKey, isShared: boolean): string {
  return isShared && display !== '' ? `${name} (${display})` : name
}

/** Those names that more than one of these keys has. */
export function sharedNames(keys: readonly NamedKey[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const shared = new Set<string>()
  for (const { name } of keys) {
    if (seen.has(name)) shared.add(name)
    seen.add(name)
  }
  return shared
}
