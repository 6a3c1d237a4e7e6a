import type { Dimension, DimensionValues } from '../../engine/index.ts'
import { partiesOf } from '../alerts/parties.ts'
import type { AppContext } from '../context.ts'
import { splitList } from '../parameters.ts'
import { accountOf } from './account.ts'

export interface WhoseQuery {
  readonly account?: string | undefined
  /** Dimensions that are wanted as columns, separated by commas. */
  readonly with?: string | undefined
}

/** The columns that are asked for beside the usual ones of a file, and whose resources are today, for their cells. */
export interface Whose {
  readonly more: readonly Dimension[]
  readonly of: (resourceIds: readonly (string | null)[]) => readonly DimensionValues[]
}

/** What fills the columns of a file whose rows are not split: all that have a share of what a row is about. */
export async function whoseColumns(context: AppContext, { account, with: columns }: WhoseQuery): Promise<Whose> {
  const more = splitList(columns) as Dimension[]
  if (more.length === 0) return { more, of: () => [] }
  const parties = await partiesOf(context.store, await accountOf(context, account), context.clock())
  return { more, of: (ids) => parties.valuesOf(ids.filter((id) => id !== null)) }
}
