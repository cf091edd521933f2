import { readBrand } from '#lib/portal/settings/read-brand'
import { BrandMark } from './brand-mark'

/** The mark and the installation's name. */
export async function Brand({ className }: { className?: string }) {
  const { name } = await readBrand()
  return <BrandMark name={name} className={className} />
}
