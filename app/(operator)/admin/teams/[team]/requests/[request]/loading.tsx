import { CardLoading, DetailLoading } from '../../../../_components/detail-loading'

export default function RequestLoading() {
  return (
    <DetailLoading>
      <div className="max-w-[720px]">
        <CardLoading rows={8} />
      </div>
    </DetailLoading>
  )
}
