import type { BlockedKeyPayload, BudgetPayload, Notice, SummaryPayload } from '#lib/portal/notices/notice'

export type MailLocale = 'en' | 'zh'

export interface MailText {
  subject: string
  text: string
}

/** A notice as a mail in the reader's language; `link` leads to the team. */
export function writeMail({ kind, payload }: Notice, locale: MailLocale, link: string): MailText {
  const words = locale === 'zh' ? zh : en
  const { subject, text } =
    kind === 'key.blocked'
      ? words.blocked(payload, link)
      : kind === 'notices.summary'
        ? words.summary(payload, link)
        : words.budget(payload, link)
  return { subject: toLine(subject, 200), text }
}

const mostLetters = 80

/** One line without control characters, which a mail program might take for its own, or for the end of a header. */
function toLine(text: string, most: number): string {
  const line = text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  const letters = [...line]
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : line
}

/** What people, or the customers of customers, have called something: nobody takes it for a sentence of Tollgate's. */
function quote(text: string): string {
  return `“${toLine(text, mostLetters).replace(/[“”"]/g, '')}”`
}

interface Words {
  summary: (payload: SummaryPayload, link: string) => MailText
  budget: (payload: BudgetPayload, link: string) => MailText
  blocked: (payload: BlockedKeyPayload, link: string) => MailText
}

const en: Words = {
  summary: ({ team_name, since, until, counts }, link) => ({
    subject: `${team_name}: ${total(counts)} more notices`,
    text: [
      `Between ${utc(since)} and ${utc(until)} there was more to tell than is sent one by one:`,
      ...lines([
        [counts['budget.threshold'], 'thresholds of budgets reached'],
        [counts['budget.exhausted'], 'budgets used up'],
        [counts['key.blocked'], 'keys blocked'],
      ]),
      link,
    ].join('\n\n'),
  }),
  budget: (payload, link) => {
    const what = `the ${periodsEn[payload.period]} budget of ${scopesEn[payload.scope]} ${quote(payload.scope_name)}`
    const whose = payload.end_user === null ? '' : ` for end user ${quote(payload.end_user)}`
    const isBlocking = payload.percent === 100 && payload.mode === 'hard'
    return {
      subject:
        payload.percent === 100
          ? `${payload.team_name}: ${what} is used up`
          : `${payload.team_name}: ${payload.percent}% of ${what} is spent`,
      text: [
        `${usd(payload.spent_usd)} of ${usd(payload.amount_usd)} is spent from ${what}${whose}.`,
        isBlocking ? 'Requests that no longer fit are refused, or answered by the fallback model where one is set.' : '',
        payload.period_ends_at === null ? '' : `The period ends at ${utc(payload.period_ends_at)}.`,
        `${link}/budgets`,
      ]
        .filter((line) => line !== '')
        .join('\n\n'),
    }
  },
  blocked: ({ team_name, key_id, key_name, reason, blocked_at }, link) => ({
    subject: `${team_name}: key ${key_name} is blocked`,
    text: [
      `The key ${quote(key_name)} was blocked at ${utc(blocked_at)}. Its requests are refused until someone enables it again.`,
      reason === null ? '' : `Reason: ${reason === 'consecutive_failures' ? 'too many failed requests in a row' : quote(reason)}`,
      `${link}/keys/${key_id}`,
    ]
      .filter((line) => line !== '')
      .join('\n\n'),
  }),
}

const zh: Words = {
  summary: ({ team_name, since, until, counts }, link) => ({
    subject: `${team_name}：另有 ${total(counts)} 条通知`,
    text: [
      `${utc(since)} 至 ${utc(until)} 之间通知过多，没有逐条发送：`,
      ...lines([
        [counts['budget.threshold'], '次预算达到提醒阈值'],
        [counts['budget.exhausted'], '个预算用完'],
        [counts['key.blocked'], '把密钥被封禁'],
      ]),
      link,
    ].join('\n\n'),
  }),
  budget: (payload, link) => {
    const what = `${scopesZh[payload.scope]}${quote(payload.scope_name)}的${periodsZh[payload.period]}预算`
    const whose = payload.end_user === null ? '' : `（终端用户${quote(payload.end_user)}）`
    const isBlocking = payload.percent === 100 && payload.mode === 'hard'
    return {
      subject: `${payload.team_name}：${what}已用${payload.percent === 100 ? '完' : ` ${payload.percent}%`}`,
      text: [
        `${what}${whose}已用 ${usd(payload.spent_usd)}，共 ${usd(payload.amount_usd)}。`,
        isBlocking ? '放不下的请求会被拒绝；设置了备用模型的，改由备用模型回答。' : '',
        payload.period_ends_at === null ? '' : `本周期结束于 ${utc(payload.period_ends_at)}。`,
        `${link}/budgets`,
      ]
        .filter((line) => line !== '')
        .join('\n\n'),
    }
  },
  blocked: ({ team_name, key_id, key_name, reason, blocked_at }, link) => ({
    subject: `${team_name}：密钥 ${key_name} 已被封禁`,
    text: [
      `密钥${quote(key_name)}于 ${utc(blocked_at)} 被封禁。在有人重新启用之前，它的请求都会被拒绝。`,
      reason === null ? '' : `原因：${reason === 'consecutive_failures' ? '连续失败的请求过多' : quote(reason)}`,
      `${link}/keys/${key_id}`,
    ]
      .filter((line) => line !== '')
      .join('\n\n'),
  }),
}

const scopesEn = { team: 'team', member: 'member', key: 'key', tag: 'tag', model: 'model', end_user: 'end user' } as const
const scopesZh = { team: '团队', member: '成员', key: '密钥', tag: '标签', model: '模型', end_user: '终端用户' } as const
const periodsEn = { day: 'daily', week: 'weekly', month: 'monthly', quarter: 'quarterly', total: 'total' } as const
const periodsZh = { day: '每天', week: '每周', month: '每月', quarter: '每季度', total: '总' } as const

function total(counts: SummaryPayload['counts']): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** Each number with what it counts; nothing of what there was none of. */
function lines(counted: readonly (readonly [number, string])[]): string[] {
  return counted.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []))
}

/** At least two decimals, no zeros after them. */
function usd(amount: string): string {
  return `$${amount.replace(/(\.\d\d\d*?)0+$/, '$1')}`
}

function utc(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`
}
