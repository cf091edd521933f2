import type { Route } from '#lib/portal/management-api/define-route'
import { budgetRoutes } from '#lib/portal/management-api/routes/budget-routes'
import { channelRoutes } from '#lib/portal/management-api/routes/channel-routes'
import { installationRoutes } from '#lib/portal/management-api/routes/installation-routes'
import { keyRoutes } from '#lib/portal/management-api/routes/key-routes'
import { memberRoutes } from '#lib/portal/management-api/routes/member-routes'
import { modelRoutes } from '#lib/portal/management-api/routes/model-routes'
import { policyRoutes } from '#lib/portal/management-api/routes/policy-routes'
import { reportRoutes } from '#lib/portal/management-api/routes/report-routes'
import { teamRoutes } from '#lib/portal/management-api/routes/team-routes'
import { webhookRoutes } from '#lib/portal/management-api/routes/webhook-routes'

/** Every route of the management API: the router follows this list, and the documentation is made from it. */
export const routes: readonly Route[] = [
  ...teamRoutes,
  ...memberRoutes,
  ...keyRoutes,
  ...policyRoutes,
  ...budgetRoutes,
  ...channelRoutes,
  ...modelRoutes,
  ...reportRoutes,
  ...installationRoutes,
  ...webhookRoutes,
]
