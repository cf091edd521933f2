const redacted = '[redacted]'
const maxTextLength = 2000

/** What an upstream's message may give away of the operator's account there. Each pattern is linear. */
const patterns: readonly RegExp[] = [
  /\b(?:sk|pk|rk|gsk|xai|hf|nvapi|pplx|csk|tgp|sess)[-_][A-Za-z0-9_*.\-\u2026]{3,}/gi,
  /\b(?:AIza|ya29\.|eyJ|AKIA|ASIA)[A-Za-z0-9_*.-]{8,}/g,
  /\bBearer\s+[^\s"',]{4,}/gi,
  /\b(?:org|organization|proj|project|acct|account|team|user|workspace|ws)[-_](?=[A-Za-z0-9]*\d|[A-Za-z0-9]{16})[A-Za-z0-9]{6,}/gi,
  /\b(?:projects|accounts|organizations|deployments|subscriptions|resourceGroups)\/[\w.-]+/gi,
  /\b(?:project|account|organization)(?:[_ ](?:id|number))?[:= ]+["'`]?\d{6,}/gi,
  /\barn:aws[\w-]*:[^\s"',]+/gi,
  /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g,
  /\b(?:https?|wss?|grpc):\/\/[^\s"'<>)\]]+/gi,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g,
  /\b(?:[\w-]{1,63}\.){0,6}[\w-]{1,63}\.(?:internal|local|lan|corp|intra|svc|cluster)\b(?::\d{1,5})?/gi,
  /\blocalhost(?::\d{1,5})?\b/gi,
]

/** The text without organisation and project ids, keys and their fragments, addresses and hosts; `secrets` are removed as they are. */
export function scrubText(text: string, secrets: readonly string[]): string {
  let clean = text.slice(0, maxTextLength)
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, redacted)
  for (const pattern of patterns) clean = clean.replace(pattern, redacted)
  return clean
}
