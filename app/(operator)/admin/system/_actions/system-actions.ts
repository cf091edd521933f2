'use server'

import { z } from 'zod'
import { runJobNow } from '#lib/portal/system/run-job-now'
import { formAction } from '../../../../_auth/form-action'

export const runJobAction = formAction(z.object({ job: z.string().min(1) }), async (actor, { job }) => ({
  done: await runJobNow(actor, job),
}))
