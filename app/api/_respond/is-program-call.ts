const reading = new Set(['GET', 'HEAD', 'OPTIONS'])
const formTypes = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i

/**
 * Whether a request to a page's path can only come from a program that missed the gateway: pages are read, and written
 * to by server actions, which say so in a header, or by forms where scripts do not run.
 */
export function isProgramCall({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  if (reading.has(method)) return false
  if (method !== 'POST') return true
  return !headers.has('next-action') && !formTypes.test(headers.get('content-type') ?? '')
}
