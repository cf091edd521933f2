import { CardLoading, DetailLoading } from '../../_components/detail-loading'

/** The shape of a model: figures, its price, the history of its prices. */
export default function ModelLoading() {
  return (
    <DetailLoading figures={4}>
      <CardLoading rows={6} />
      <CardLoading rows={4} />
    </DetailLoading>
  )
}
