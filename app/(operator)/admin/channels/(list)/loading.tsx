import { ListLoading } from '../../_components/list-loading'

export default function ChannelsLoading() {
  return <ListLoading rows={5} />
}
