import { ListLoading } from '../../_components/list-loading'

export default function ModelsLoading() {
  return <ListLoading rows={10} />
}
