import { CardLoading, DetailLoading } from '../../_components/detail-loading'

/** The shape of the form: configuration, models. */
export default function NewChannelLoading() {
  return (
    <DetailLoading>
      <CardLoading rows={7} />
      <CardLoading rows={2} />
    </DetailLoading>
  )
}
