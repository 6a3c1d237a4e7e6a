import type { Config } from '../config.ts'
import type { OptimiseDto } from '../server/dto/optimise.ts'
import { csvLine, numberCell, textCell } from '../server/export/csv.ts'
import type { Api } from './api.ts'
import { withApi } from './product.ts'
import { readText } from './read-text.ts'
import { CommandError, print } from './talk.ts'

/** `qm what-if FILE`: the API's own comparison, or its ways of doing a piece of work, as CSV or JSON. */
export async function whatIfFile(
  config: Config,
  file: string,
  options: { by: string; json?: true; pieces?: true; split?: string },
): Promise<number> {
  const asked = await readJson(file)
  return withApi(config, async (api) => {
    await print(await whatIf(api, asked, options))
    return 0
  })
}

/**
 * Answers what a file asks: `{scenarios}`, one scenario alone (`{name, changes}`), or `{work}` to be optimised.
 * @throws CommandError with every field that is wrong.
 */
export async function whatIf(
  api: Api,
  asked: object,
  {
    by = 'month',
    json = false,
    pieces = false,
    split,
  }: { by?: string; json?: boolean; pieces?: boolean; split?: string },
): Promise<string> {
  if ('work' in asked) {
    const answer = await (await api.post('/api/v1/what-if/optimise', asked)).text()
    return json ? `${answer}\n` : optionsCsv(JSON.parse(answer) as OptimiseDto)
  }
  const body = 'changes' in asked ? { scenarios: [asked] } : asked
  const parts = split === undefined ? '' : `&split=${split}`
  if (json) return `${await (await api.post(`/api/v1/what-if?pieces=${pieces}${parts}`, body)).text()}\n`
  return (await api.post(`/api/v1/exports/what-if.csv?by=${by}${parts}`, body)).text()
}

/** @throws CommandError where the file holds no JSON object. */
export async function readJson(file: string): Promise<object> {
  const content = await readText(file)
  try {
    const value: unknown = JSON.parse(content)
    if (typeof value === 'object' && value !== null) return value
  } catch (error) {
    throw new CommandError(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`, 2)
  }
  throw new CommandError(`${file}: it holds no JSON object.`, 2)
}

function optionsCsv({ wallets }: OptimiseDto): string {
  const head = ['currency', 'cheapest', 'gpu_model', 'tier', 'region', 'gpu_count', 'machines', 'hours', 'finish_at']
  const lines = wallets.flatMap(({ front, cheapest }) =>
    front.map((option) =>
      csvLine([
        option.currency,
        cheapest?.cost === option.cost && cheapest.finishAt === option.finishAt ? 'yes' : '',
        textCell(option.gpuModel),
        textCell(option.tier),
        textCell(option.region),
        numberCell(option.gpuCount),
        numberCell(option.machines),
        textCell(option.hours),
        option.finishAt,
        numberCell(option.cost),
        numberCell(option.chance),
      ]),
    ),
  )
  return [csvLine([...head, 'cost', 'chance']), ...lines].join('')
}
