/** A model's page. Names may hold slashes; an empty segment would be folded away, so such a name goes as one segment. */
export function modelPath(team: string, name: string): string {
  const segments = name.split('/')
  const path = segments.includes('') ? encodeURIComponent(name) : segments.map((segment) => encodeURIComponent(segment)).join('/')
  return `/${team}/models/${path}`
}

/** The name behind the segments of that address as the router hands them over, still encoded. */
export function readModelPath(segments: readonly string[]): string | null {
  try {
    const name = segments.map((segment) => decodeURIComponent(segment)).join('/')
    return name.includes('\0') ? null : name
  } catch {
    return null
  }
}
