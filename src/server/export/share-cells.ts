import type { Dimension, DimensionValues } from '../../engine/index.ts'
import type { MachineShare } from '../services/machine-shares.ts'
import { numberCell, textCell } from './csv.ts'

/** The columns of whose a row is, where they are asked for, and which share of the machine the row is. */
export const shareHeader = (more: readonly Dimension[]): string[] => (more.length === 0 ? [] : [...more, 'share'])

/** The cells under them; of a whole machine the share is 1. */
export const shareCells = ({ values, share }: MachineShare, more: readonly Dimension[]): string[] =>
  more.length === 0
    ? []
    : [...more.map((dimension) => textCell(values[dimension])), numberCell(Number(share.toFixed(12)))]

/** The cells of a row that is not split: the names of all that have a share in what it is about. */
export const partyCells = (parts: readonly DimensionValues[], more: readonly Dimension[]): string[] =>
  more.map((dimension) => textCell([...new Set(parts.flatMap((values) => values[dimension] ?? []))].join('; ')))
