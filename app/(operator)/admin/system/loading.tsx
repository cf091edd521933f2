import { ListLoading } from '../_components/list-loading'

export default function SystemLoading() {
  return <ListLoading />
}
