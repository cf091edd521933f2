import { handleManagementRequest } from '#lib/portal/management-api/handle-request'

export const dynamic = 'force-dynamic'

export {
  handleManagementRequest as DELETE,
  handleManagementRequest as GET,
  handleManagementRequest as PATCH,
  handleManagementRequest as POST,
  handleManagementRequest as PUT,
}
