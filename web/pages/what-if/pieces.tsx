import { count, dayText, plainAmount, plural, unitPrice } from '../../format.ts'
import type { OutcomeLine } from '../../what-if-api.ts'
import { gpuText } from '../../words.ts'
import { dayAt } from '../../zone-time.ts'

/** The hours and prices that a line is made of, for whoever opens them. */
export function Pieces({ line, zone }: { line: OutcomeLine; zone: string }) {
  const { pieces, currency } = line
  if (pieces.length === 0) return null
  const day = (at: string) => dayText(dayAt(Date.parse(at), zone))
  return (
    <details class="pieces">
      <summary>{plural(pieces.length, 'stretch', 'stretches')}</summary>
      <ul>
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
    </details>
  )
}

function whatText({ machines, ...asset }: OutcomeLine['pieces'][number]): string {
  const what = assetText(asset)
  return machines === 1 ? what : `${machines} times ${what}`
}

export function assetText({
  gpuModel,
  gpuCount,
  sizeGb,
}: Pick<OutcomeLine['pieces'][number], 'gpuModel' | 'gpuCount' | 'sizeGb'>) {
  return gpuText(gpuModel, gpuCount) ?? (sizeGb === null ? '' : `${count(sizeGb)} GB`)
}
