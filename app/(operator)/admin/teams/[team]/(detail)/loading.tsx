import { CardLoading, DetailLoading } from '../../../_components/detail-loading'

/** The shape of a team: figures, usage, people, keys and terms, ledger, requests. */
export default function TeamLoading() {
  return (
    <DetailLoading figures={4}>
      <CardLoading rows={5} />
      <div className="grid items-start gap-5 lg:grid-cols-3">
        <CardLoading rows={3} />
        <CardLoading rows={3} />
        <CardLoading rows={3} />
      </div>
      <CardLoading rows={6} />
      <CardLoading rows={6} />
    </DetailLoading>
  )
}
