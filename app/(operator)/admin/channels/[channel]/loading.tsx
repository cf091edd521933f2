import { CardLoading, DetailLoading } from '../../_components/detail-loading'

/** The shape of a channel: figures, configuration and models, credentials and tests, failures. */
export default function ChannelLoading() {
  return (
    <DetailLoading figures={4}>
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <div className="flex min-w-0 flex-col gap-5">
          <CardLoading rows={7} />
          <CardLoading rows={4} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <CardLoading rows={2} />
          <CardLoading rows={4} />
        </div>
      </div>
      <CardLoading rows={4} />
    </DetailLoading>
  )
}
