import { namesPrivateHost } from '#lib/portal/channels/check-base-url'
import { type NoticeKind, webhookEvents } from '#lib/portal/notices/notice'
import { env } from '#lib/shared/env'
import { TollgateError } from '#lib/shared/errors'

/** An address notices may be posted to: https, on the public internet, without user name and password. */
export function requireWebhookUrl(text: string): string {
  const allowPrivate = env().allowPrivateUpstreams
  const url = URL.parse(text.trim())
  const isWeb = url?.protocol === 'https:' || (allowPrivate && url?.protocol === 'http:')
  if (!url || !isWeb || url.hostname === '' || text.length > 2_000) throw bad('url', 'url must be an https address.')
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    throw bad('url', 'url must have no user name, password or fragment: messages are signed.')
  if (!allowPrivate && namesPrivateHost(url.hostname)) throw bad('url', 'url names a private or loopback address, which is not allowed.')
  if (!allowPrivate && !isWebPort(url)) throw bad('url', 'url must use port 443, or one above 1023.')
  return url.href
}

/** Below 1024 live mail, shells and the like, none of which a webhook is. */
export function isWebPort(url: URL): boolean {
  return url.port === '' || Number(url.port) > 1023
}

/** At least one kind of notice, each once. */
export function requireEvents(events: readonly string[]): NoticeKind[] {
  const known = webhookEvents.filter((event) => events.includes(event))
  if (known.length === 0 || events.some((event) => !known.some((one) => one === event)))
    throw bad('events', `events names one or more of ${webhookEvents.join(', ')}.`)
  return known
}

function bad(param: string, message: string): TollgateError {
  return new TollgateError('invalid_request', { param, message })
}
