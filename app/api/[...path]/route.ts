import { answerUnknownPath } from '../_respond/answer-unknown-path'

export const dynamic = 'force-dynamic'

/** Everything under `/api` that no other route takes. */
export {
  answerUnknownPath as DELETE,
  answerUnknownPath as GET,
  answerUnknownPath as HEAD,
  answerUnknownPath as OPTIONS,
  answerUnknownPath as PATCH,
  answerUnknownPath as POST,
  answerUnknownPath as PUT,
}
