import { ListLoading } from '../../_components/list-loading'

export default function UsersLoading() {
  return <ListLoading />
}
