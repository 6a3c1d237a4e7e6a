import { hrefOf } from '../../router.ts'
import { poolKey } from '../capacity/pool-table.tsx'
import { chanceText } from './difference-words.ts'

interface Props {
  readonly chance: number | null
  readonly gpuModel: string
  readonly gpuCount: number
  readonly region: string | null
}

/** How likely the GPUs are there, with the way to the stock that it is told by. */
export function ChanceCell({ chance, gpuModel, gpuCount, region }: Props) {
  const pool = region === null ? {} : { stock: region, pool: poolKey({ region, gpuModel }) }
  return <a href={hrefOf({ path: '/capacity', params: { size: String(gpuCount), ...pool } })}>{chanceText(chance)}</a>
}
