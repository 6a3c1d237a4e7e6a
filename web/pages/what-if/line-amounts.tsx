import { useState } from 'preact/hooks'
import { compare } from '../../decimal.ts'
import { plainAmount } from '../../format.ts'
import type { Outcome, OutcomeLine, PiecesOf } from '../../what-if-api.ts'
import { Pieces } from './pieces.tsx'
import { signed } from './difference-words.ts'

interface Props {
  readonly outcome: Outcome
  readonly currency: string
  readonly piecesOf: PiecesOf
  readonly amountOf: (line: OutcomeLine) => string
  /** Whether amounts are told with their sign. */
  readonly isDifference?: boolean
  readonly zone: string
}

const SHOWN = 10

/** What an amount is made of, resource by resource, the largest first; each opens into its hours and prices. */
export function LineAmounts({ outcome, currency, piecesOf, amountOf, isDifference = false, zone }: Props) {
  const [isWhole, setWhole] = useState(false)
  const own = outcome.lines
    .filter((line) => line.currency === currency && compare(amountOf(line), '0') !== 0)
    .toSorted((a, b) => Math.abs(Number(amountOf(b))) - Math.abs(Number(amountOf(a))))
  const text = isDifference ? signed : plainAmount
  return (
    <ul class="line-amounts">
      {(isWhole ? own : own.slice(0, SHOWN)).map((line) => (
        <li key={line.id}>
          <span>{line.name}</span>
          <span class="number">{text(amountOf(line), line.currency)}</span>
          <Pieces line={line} load={() => piecesOf(outcome, line.id)} zone={zone} />
        </li>
      ))}
      {!isWhole && own.length > SHOWN && (
        <li>
          <button type="button" class="button quiet" onClick={() => setWhole(true)}>
            Show all {own.length}
          </button>
        </li>
      )}
    </ul>
  )
}
