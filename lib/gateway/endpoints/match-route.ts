import { serveChatCompletions } from '#lib/gateway/endpoints/chat-completions'
import type { RequestContext } from '#lib/gateway/endpoints/context'
import { serveModel, serveModels } from '#lib/gateway/endpoints/list-models'
import { serveCredits, serveKey } from '#lib/gateway/endpoints/show-account'
import { serveGeneration } from '#lib/gateway/endpoints/show-generation'
import type { GatewayResponse } from '#lib/gateway/types'

export interface Route {
  methods: readonly string[]
  /** Admission checks the key again; every other path must ask the database itself. */
  checksKeyAtAdmission: boolean
  serve(context: RequestContext, id: string): Promise<GatewayResponse>
}

const reading = ['GET', 'HEAD'] as const

const routes: Readonly<Record<string, Route>> = {
  '/chat/completions': { methods: ['POST'], checksKeyAtAdmission: true, serve: serveChatCompletions },
  '/models': { methods: reading, checksKeyAtAdmission: false, serve: serveModels },
  '/key': { methods: reading, checksKeyAtAdmission: false, serve: serveKey },
  '/credits': { methods: reading, checksKeyAtAdmission: false, serve: serveCredits },
  '/generation': { methods: reading, checksKeyAtAdmission: false, serve: serveGeneration },
}
const oneModel: Route = { methods: reading, checksKeyAtAdmission: false, serve: serveModel }
const modelPrefix = '/models/'

/** `/v1` is an alias of `/api/v1`. */
const roots = ['/api/v1', '/v1'] as const
const folders = roots.map((root) => `${root}/`)

/** Whether a path is the gateway's to answer, be it only with "no such path". */
export function isGatewayPath(path: string): boolean {
  return roots.some((root) => path === root) || folders.some((folder) => path.startsWith(folder))
}

/** A path that is answered. */
export interface RouteMatch {
  route: Route
  /** What the path ends in, decoded; empty where it names none. */
  id: string
  /** Below `/v1`, as policies name it: `chat/completions`, `models/openai/gpt-4o`. */
  endpoint: string
}

/** No name of a model is longer, spelled in percents: what is, is no path and is looked at no further. */
const longestPath = 4_096
const longestId = 256

/** The usual spellings, which need no second look. */
const known = new Map<string, RouteMatch>()
for (const root of roots)
  for (const [path, route] of Object.entries(routes)) known.set(root + path, { route, id: '', endpoint: path.slice(1) })

/** The route of a path; null when there is none. */
export function matchRoute(path: string): RouteMatch | null {
  return known.get(path) ?? matchOtherwise(path)
}

function matchOtherwise(path: string): RouteMatch | null {
  if (path.length > longestPath) return null
  const folder = folders.find((candidate) => path.startsWith(candidate))
  if (folder === undefined) return null
  let end = path.length
  while (path[end - 1] === '/') end--
  const rest = path.slice(folder.length - 1, end)
  if (Object.hasOwn(routes, rest)) return { route: routes[rest] as Route, id: '', endpoint: rest.slice(1) }
  if (!rest.startsWith(modelPrefix)) return null
  const id = decodeSegment(rest.slice(modelPrefix.length))
  return id && id.length <= longestId ? { route: oneModel, id, endpoint: `models/${id}` } : null
}

function decodeSegment(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
