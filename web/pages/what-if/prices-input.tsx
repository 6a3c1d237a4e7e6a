interface Price {
  readonly sku: string
  readonly currency: string
  readonly price: string
}

interface Props {
  readonly label: string
  readonly value: unknown
  readonly onValue: (value: Price[]) => void
}

/** A price list as lines: 'gpu/legacy/L40 USD 1.05'. */
export function PricesInput({ label, value, onValue }: Props) {
  const prices = (Array.isArray(value) ? value : []) as Price[]
  return (
    <label>
      <span>{label}</span>
      <textarea
        rows={3}
        value={prices.map(({ sku, currency, price }) => `${sku} ${currency} ${price}`).join('\n')}
        onChange={({ currentTarget }) => onValue(parsePrices(currentTarget.value))}
      />
    </label>
  )
}

/** The lines of a price list; what a line lacks is left empty, for the server to name. */
export function parsePrices(text: string): Price[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([sku]) => sku !== '')
    .map(([sku = '', currency = '', price = '']) => ({ sku, currency, price }))
}
