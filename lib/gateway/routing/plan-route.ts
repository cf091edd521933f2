/** One way to serve a model: a channel with one of its credentials. */
export interface Candidate {
  channelId: string
  /** Higher is tried first. */
  priority: number
  /** Share among channels of the same priority; 0 is only taken when no other is left. */
  weight: number
  credentialIds: readonly string[]
}

export interface Tried {
  channels: ReadonlySet<string>
  credentials: ReadonlySet<string>
}

/**
 * The next channel and credential to try: best priority first, by weight within it, what was tried left out.
 * `random` gives numbers in [0, 1). Null when nothing is left.
 */
export function planRoute<C extends Candidate>(
  candidates: readonly C[],
  tried: Tried,
  random: () => number,
): { candidate: C; credentialId: string } | null {
  let best: C[] = []
  for (const candidate of candidates) {
    if (tried.channels.has(candidate.channelId) || !hasFreshCredential(candidate, tried)) continue
    const lead = best[0]
    if (lead === undefined || candidate.priority > lead.priority) best = [candidate]
    else if (candidate.priority === lead.priority) best.push(candidate)
  }
  const candidate = chooseByWeight(best, random)
  if (!candidate) return null
  const fresh = candidate.credentialIds.filter((id) => !tried.credentials.has(id))
  const credentialId = fresh[Math.floor(random() * fresh.length)]
  return credentialId === undefined ? null : { candidate, credentialId }
}

function hasFreshCredential(candidate: Candidate, tried: Tried): boolean {
  return candidate.credentialIds.some((id) => !tried.credentials.has(id))
}

function chooseByWeight<C extends Candidate>(candidates: readonly C[], random: () => number): C | undefined {
  if (candidates.length < 2) return candidates[0]
  const total = candidates.reduce((sum, candidate) => sum + candidate.weight, 0)
  if (total <= 0) return candidates[Math.floor(random() * candidates.length)]
  let point = random() * total
  for (const candidate of candidates) {
    point -= candidate.weight
    if (point < 0) return candidate
  }
  return candidates.findLast((candidate) => candidate.weight > 0)
}
