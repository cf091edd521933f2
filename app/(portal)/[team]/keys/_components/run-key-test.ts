export type KeyTestOutcome =
  | {
      ok: true
      keyId: string
      keyName: string
      model: string
      latencyMs: number
      chargeUsd: string | null
      requestId: string | null
    }
  | { ok: false; code: string; message: string; requestId: string | null }

interface ModelCard {
  id: string
  pricing?: { prompt?: string; completion?: string }
}

const longestMs = 60_000
const root = '/api/v1'

class Refused extends Error {
  readonly code: string
  readonly requestId: string | null

  constructor(code: string, message: string, requestId: string | null) {
    super(message)
    this.code = code
    this.requestId = requestId
  }
}

/** Uses a key as any client would: asks whose it is, takes the cheapest model it may call, and has it say one token. */
export async function runKeyTest(secret: string): Promise<KeyTestOutcome> {
  const authorization = `Bearer ${secret}`
  const get = async (path: string) => (await ask(path, { headers: { authorization } })).body
  try {
    const { data: key } = (await get('/key')) as { data: { id: string; label: string } }
    const { data: models } = (await get('/models')) as { data: ModelCard[] }
    const model = models.toSorted((a, b) => pricePerToken(a) - pricePerToken(b))[0]
    if (!model) throw new Refused('no_models', '', null)
    const begun = performance.now()
    const { response } = await ask('/chat/completions', {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ model: model.id, max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }] }),
    })
    const latencyMs = Math.round(performance.now() - begun)
    return {
      ok: true,
      keyId: key.id,
      keyName: key.label,
      model: model.id,
      latencyMs,
      chargeUsd: response.headers.get('x-tollgate-cost-usd'),
      requestId: response.headers.get('x-request-id'),
    }
  } catch (thrown) {
    if (thrown instanceof Refused) return { ok: false, code: thrown.code, message: thrown.message, requestId: thrown.requestId }
    return { ok: false, code: 'unreachable', message: '', requestId: null }
  }
}

async function ask(path: string, init: RequestInit): Promise<{ response: Response; body: unknown }> {
  const response = await fetch(`${root}${path}`, {
    ...init,
    cache: 'no-store',
    credentials: 'omit',
    signal: AbortSignal.timeout(longestMs),
  })
  const body: unknown = await response.json()
  if (response.ok) return { response, body }
  const { error } = body as { error?: { code?: string; message?: string } }
  throw new Refused(error?.code ?? 'internal_error', error?.message ?? '', response.headers.get('x-request-id'))
}

/** Prices are small decimals of a dollar; this is for comparing alone. */
function pricePerToken({ pricing }: ModelCard): number {
  return Number(pricing?.prompt ?? 0) + Number(pricing?.completion ?? 0)
}
