import { useFormatter, useTranslations } from 'next-intl'
import { divideCeil } from '#lib/shared/money'
import { Money, widestCharge } from '#ui/money'

/** Nanodollars per million tokens, as a price row has them. */
const lines = [
  { of: 'input', tokens: 1204, nanosPerMillion: 150_000_000n },
  { of: 'output', tokens: 312, nanosPerMillion: 600_000_000n },
] as const

/** What one request costs, line by line: an example with the arithmetic the ledger uses. */
export function Receipt() {
  const t = useTranslations()
  const format = useFormatter()
  const charges = lines.map((line) => divideCeil(BigInt(line.tokens) * line.nanosPerMillion, 1_000_000n))
  const total = charges.reduce((sum, charge) => sum + charge, 0n)
  const alignTo = widestCharge([...charges, total])
  return (
    <figure className="rounded border bg-card">
      <figcaption className="border-b px-5 py-3 text-sm text-muted-foreground max-md:px-4">{t('home.receipt.caption')}</figcaption>
      <table className="w-full text-sm">
        <tbody>
          {lines.map((line, index) => (
            <tr key={line.of} className="border-b">
              <th scope="row" className="py-2.5 pl-5 text-left font-normal max-md:pl-4">
                {t(`home.receipt.${line.of}`)}
                <span className="block text-muted-foreground">
                  {t.rich('home.receipt.rate', {
                    tokens: format.number(line.tokens),
                    price: () => <Money nanos={line.nanosPerMillion} as="charge" />,
                  })}
                </span>
              </th>
              <td className="py-2.5 pr-5 text-right align-top max-md:pr-4">
                <Money nanos={charges[index] ?? 0n} as="charge" alignTo={alignTo} />
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row" className="py-3 pl-5 text-left font-semibold max-md:pl-4">
              {t('home.receipt.total')}
            </th>
            <td className="py-3 pr-5 text-right font-semibold max-md:pr-4">
              <Money nanos={total} as="charge" alignTo={alignTo} />
            </td>
          </tr>
        </tbody>
      </table>
    </figure>
  )
}
