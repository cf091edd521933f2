import { errorTable, type TollgateError } from '#lib/shared/errors'

/** Replaces parts of the table's row where an upstream's own, scrubbed words are returned to the client. */
export interface ErrorFace {
  type?: string | null
  param?: string | null
  code?: string | null
}

/** `{"error": {message, type, param, code, request_id, details?}}`, as OpenAI's clients read it. */
export function renderErrorBody(error: TollgateError, requestId: string, face: ErrorFace = {}): Buffer {
  const body = {
    message: error.message,
    type: face.type ?? errorTable[error.code].type,
    param: face.param ?? error.param,
    code: face.code ?? error.code,
    request_id: requestId,
    ...(error.details && { details: error.details }),
  }
  return Buffer.from(JSON.stringify({ error: body }))
}

/** The same error as the last event of a stream: no `[DONE]` follows, so no client takes it for a clean end. */
export function renderErrorEvent(error: TollgateError, requestId: string, face: ErrorFace = {}): Buffer {
  return Buffer.concat([eventStart, renderErrorBody(error, requestId, face), eventEnd])
}

/** The leading blank line ends an event the upstream may have left open. */
const eventStart = Buffer.from('\n\ndata: ')
const eventEnd = Buffer.from('\n\n')
