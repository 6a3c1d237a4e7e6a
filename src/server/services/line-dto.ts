import { CHARGE_KINDS, formatPicos, type StatementLine } from '../../engine/index.ts'
import type { StatementLineDto } from '../dto/statement.ts'

/** A line of a statement as it is told and kept. */
export function toLineDto(line: StatementLine): StatementLineDto {
  const { chargedPicos, unexplainedPicos } = line
  return {
    from: line.from,
    to: line.to,
    opening: decimalOrNull(line.openingPicos),
    topUps: formatPicos(line.topUpsPicos),
    adjustments: formatPicos(line.adjustmentsPicos),
    restated: formatPicos(line.restatedPicos),
    charges: Object.fromEntries(
      CHARGE_KINDS.flatMap((kind) => {
        const picos = line.charges[kind]
        return picos === undefined ? [] : [[kind, formatPicos(picos)]]
      }),
    ),
    corrections: formatPicos(line.correctionsPicos),
    charged: formatPicos(chargedPicos),
    closing: decimalOrNull(line.closingPicos),
    unexplained: decimalOrNull(unexplainedPicos),
    unexplainedShare:
      unexplainedPicos === null || chargedPicos === 0n ? null : Number(unexplainedPicos) / Number(chargedPicos),
  }
}

const decimalOrNull = (picos: bigint | null) => (picos === null ? null : formatPicos(picos))
