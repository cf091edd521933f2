import type { Route } from '#lib/portal/management-api/define-route'
import { routes } from '#lib/portal/management-api/registry'

export type RouteMatch =
  | { kind: 'route'; route: Route; params: Record<string, string> }
  | { kind: 'wrong_method'; allow: string }
  | { kind: 'unknown_path' }

/** Finds the route of a path below the API's root. Segments are decoded one by one, so %2F stays inside its segment. */
export function matchRoute(method: string, path: string): RouteMatch {
  const segments = decodeSegments(path)
  if (!segments) return { kind: 'unknown_path' }
  const allowed: string[] = []
  for (const route of routes) {
    const params = matchSegments(route.path.split('/').slice(1), segments)
    if (!params) continue
    if (route.method === method) return { kind: 'route', route, params }
    allowed.push(route.method)
  }
  return allowed.length > 0 ? { kind: 'wrong_method', allow: allowed.toSorted().join(', ') } : { kind: 'unknown_path' }
}

function decodeSegments(path: string): string[] | null {
  try {
    return path.split('/').slice(1).map(decodeURIComponent)
  } catch {
    return null
  }
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? ''
    if (part.startsWith('{') && segment !== '') params[part.slice(1, -1)] = segment
    else if (part !== segment) return null
  }
  return params
}
