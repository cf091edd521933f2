import { ListLoading } from '../../_components/list-loading'

export default function TeamsLoading() {
  return <ListLoading />
}
