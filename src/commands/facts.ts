import { userInfo } from 'node:os'
import type { Config } from '../config.ts'
import { printFile } from './print-file.ts'
import { withApi } from './product.ts'
import { parametersOf, type Options } from './query.ts'
import { readText } from './read-text.ts'
import { say } from './talk.ts'

/** `qm export facts`: what Barrack does not tell of resources. */
export const exportFacts = (config: Config, options: Options): Promise<number> =>
  withApi(config, (api) => printFile(api, `/api/v1/exports/typed-facts.csv?${parametersOf(options)}`))

/** `qm import facts FILE`: the same with the empty cells filled in. */
export async function importFacts(
  config: Config,
  file: string,
  { by = userInfo().username }: { readonly by?: string },
): Promise<number> {
  const csv = await readText(file)
  return withApi(config, async (api) => {
    const answer = await api.post('/api/v1/typed-facts/import', { csv, by })
    const { resources } = (await answer.json()) as { resources: number }
    say(`Facts of ${resources} ${resources === 1 ? 'resource' : 'resources'} taken. No billed amount changes.`)
    return 0
  })
}
