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
/** A key is not to blame for a model whose provider is down: so many are asked before the test gives up. */
const mostModels = 3
const root = '/api/v1'

class Refused extends Error {
  readonly code: string
  readonly requestId: string | null
  readonly status: number

  constructor(code: string, message: string, requestId: string | null, status = 0) {
    super(message)
    this.code = code
    this.requestId = requestId
    this.status = status
  }
}

/** Uses a key as any client would: asks whose it is, and has the cheapest model that answers it say one token. */
export async function runKeyTest(secret: string): Promise<KeyTestOutcome> {
  const authorization = `Bearer ${secret}`
  const get = async (path: string) => (await ask(path, { headers: { authorization } })).body
  try {
    const { data: key } = (await get('/key')) as { data: { id: string; label: string } }
    const { data: models } = (await get('/models')) as { data: ModelCard[] }
    const cheapest = models.toSorted((a, b) => pricePerToken(a) - pricePerToken(b)).slice(0, mostModels)
    return { ok: true, keyId: key.id, keyName: key.label, ...(await askFirstThatAnswers(authorization, cheapest)) }
  } catch (thrown) {
    if (thrown instanceof Refused) return { ok: false, code: thrown.code, message: thrown.message, requestId: thrown.requestId }
    return { ok: false, code: 'unreachable', message: '', requestId: null }
  }
}

async function askFirstThatAnswers(authorization: string, [model, ...others]: readonly ModelCard[]) {
  if (!model) throw new Refused('no_models', '', null)
  const begun = performance.now()
  try {
    const { response } = await ask('/chat/completions', {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ model: model.id, max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }] }),
    })
    return {
      model: model.id,
      latencyMs: Math.round(performance.now() - begun),
      chargeUsd: response.headers.get('x-tollgate-cost-usd'),
      requestId: response.headers.get('x-request-id'),
    }
  } catch (thrown) {
    const isModelsFault = thrown instanceof Refused && thrown.status >= 500
    if (isModelsFault && others.length > 0) return askFirstThatAnswers(authorization, others)
    throw thrown
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
  throw new Refused(error?.code ?? 'internal_error', error?.message ?? '', response.headers.get('x-request-id'), response.status)
}

/** Prices are small decimals of a dollar; this is for comparing alone. */
function pricePerToken({ pricing }: ModelCard): number {
  return Number(pricing?.prompt ?? 0) + Number(pricing?.completion ?? 0)
}
