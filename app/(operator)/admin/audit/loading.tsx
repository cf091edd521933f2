import { ListLoading } from '../_components/list-loading'

export default function AuditLoading() {
  return <ListLoading />
}
