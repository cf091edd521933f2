import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface GitHubPerson {
  id: number
  login: string
  emails: { email: string; verified: boolean; primary: boolean }[]
}

export interface GitHubStandIn {
  /** What TOLLGATE_GITHUB_URL must be. */
  url: string
  /** Who agrees at the next visit of the consent page; null refuses. */
  expect: (person: GitHubPerson | null) => void
  close: () => Promise<void>
}

const clientId = 'stand-in-client'
const clientSecret = 'stand-in-secret'
export const githubClient = { id: clientId, secret: clientSecret }

/** The parts of GitHub's OAuth and REST API that an auth server asks, as of GitHub Enterprise (`/api/v3`); consent is given at once. */
export async function startGitHub(): Promise<GitHubStandIn> {
  let person: GitHubPerson | null = null
  const granted = new Map<string, GitHubPerson>()

  const consent = (query: URLSearchParams, response: ServerResponse) => {
    const back = new URL(query.get('redirect_uri') ?? '')
    if (query.get('client_id') !== clientId) return send(response, 404, {})
    back.searchParams.set('state', query.get('state') ?? '')
    if (person) {
      const code = randomUUID()
      granted.set(code, person)
      back.searchParams.set('code', code)
    } else {
      back.searchParams.set('error', 'access_denied')
      back.searchParams.set('error_description', 'The user has denied your application access.')
    }
    return response.writeHead(302, { location: back.href }).end()
  }
  const exchange = async (request: IncomingMessage, response: ServerResponse) => {
    const form = new URLSearchParams(await readText(request))
    const known = granted.get(form.get('code') ?? '')
    granted.delete(form.get('code') ?? '')
    if (!known || form.get('client_secret') !== clientSecret) return send(response, 200, { error: 'bad_verification_code' })
    const token = `gho_${randomUUID()}`
    granted.set(token, known)
    return send(response, 200, { access_token: token, token_type: 'bearer', scope: 'user:email' })
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://github.invalid')
    const known = granted.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '')
    if (url.pathname === '/login/oauth/authorize') return void consent(url.searchParams, response)
    if (url.pathname === '/login/oauth/access_token') return void exchange(request, response)
    if (known && url.pathname === '/api/v3/user') return send(response, 200, { id: known.id, login: known.login, name: known.login })
    if (known && url.pathname === '/api/v3/user/emails') return send(response, 200, known.emails)
    return send(response, 401, { message: 'Bad credentials' })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    expect: (next) => (person = next),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
