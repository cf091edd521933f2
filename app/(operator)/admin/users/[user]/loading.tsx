import { CardLoading, DetailLoading } from '../../_components/detail-loading'

/** The shape of a person: who they are, and their teams. */
export default function UserLoading() {
  return (
    <DetailLoading>
      <div className="grid items-start gap-5 lg:grid-cols-[2fr_3fr]">
        <CardLoading rows={6} />
        <CardLoading rows={3} />
      </div>
    </DetailLoading>
  )
}
