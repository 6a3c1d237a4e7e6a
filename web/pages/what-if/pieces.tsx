import { LazyDetails } from '../../components/lazy-details.tsx'
import { count, dayText, plainAmount, unitPrice } from '../../format.ts'
import type { OutcomeLine, Piece } from '../../what-if-api.ts'
import { gpuText } from '../../words.ts'
import { dayAt } from '../../zone-time.ts'

interface Props {
  readonly line: OutcomeLine
  readonly load: () => Promise<readonly Piece[]>
  readonly zone: string
}

/** The hours and prices that a line is made of, for whoever opens them. */
export function Pieces({ line: { currency }, load, zone }: Props) {
  const day = (at: string) => dayText(dayAt(Date.parse(at), zone))
  return (
    <LazyDetails class="pieces" summary="hours and prices" load={load}>
      {(pieces) => (
        <ul>
          {pieces.length === 0 && <li>Nothing of it is left in this time.</li>}
          {pieces.map((piece) => (
            <li key={piece.from}>
              {day(piece.from)} to {day(piece.to)}: {whatText(piece)}
              {piece.onHours > 0 && `, ${count(piece.onHours, 2)} h on × ${unitPrice(piece.onPerHour, currency)}`}
              {piece.asleepHours > 0 &&
                `, ${count(piece.asleepHours, 2)} h asleep × ${unitPrice(piece.asleepPerHour, currency)}`}{' '}
              = {plainAmount(piece.cost, currency)}
            </li>
          ))}
        </ul>
      )}
    </LazyDetails>
  )
}

function whatText({ machines, ...asset }: Piece): string {
  const what = assetText(asset)
  return machines === 1 ? what : `${machines} times ${what}`
}

export function assetText({ gpuModel, gpuCount, sizeGb }: Pick<Piece, 'gpuModel' | 'gpuCount' | 'sizeGb'>) {
  return gpuText(gpuModel, gpuCount) ?? (sizeGb === null ? '' : `${count(sizeGb)} GB`)
}
