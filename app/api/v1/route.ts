export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

/** The bare root, which `[...path]` does not match: an unknown path like any other, said in the same shape. */
export { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from './[...path]/route'
