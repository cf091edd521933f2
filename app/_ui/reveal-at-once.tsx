import { headers } from 'next/headers'

/**
 * React shows what streams in after a page's first frame 300 ms later, to save frames; it counts them from `$RT`. A page
 * mostly stands whole while its first frame is drawn, so nothing is counted: what has come is shown in the next frame.
 */
const neverCounted = "Object.defineProperty(window,'$RT',{get(){},set(){}})"

/** Before everything else in the body. */
export async function RevealAtOnce() {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: neverCounted }} />
}
