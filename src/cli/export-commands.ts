import { Option, type Command } from 'commander'
import { HORIZONS } from '../engine/forecast/horizon.ts'
import { FORECAST_STEPS } from '../engine/forecast/time-steps.ts'
import type { ProofOptions } from '../commands/export.ts'
import type { ForecastChangeOptions } from '../commands/forecast-change.ts'
import type { ForecastWaysOptions } from '../commands/forecast-ways.ts'
import { addPartyOptions, currencyCode, day, run } from './arguments.ts'
import { addBooksExports } from './books-commands.ts'
import { addPriceExports } from './price-commands.ts'

const asOfOption = () =>
  new Option('--as-of <moment>', 'what was known then: an instant such as 2026-03-05T10:00:00Z, or a day at its end')

/** Reports as CSV. */
export function addExportCommands(program: Command): void {
  addForecast(program).description('the same as export forecast')

  program
    .command('backtest')
    .description('how far the last forecasts were off, how often their band held, and to which side they lean')
    .option('--currency <code>', 'one wallet only', currencyCode)
    .option('--json', 'JSON, with each forecast and what came')
    .action(
      run(async (config, options: Record<string, string>) =>
        (await import('../commands/backtest.ts')).backtest(config, options),
      ),
    )

  program
    .command('forecast-change')
    .description('why the month or quarter that runs is forecast otherwise than it was, by causes that add up')
    .addOption(new Option('--horizon <span>', 'of what').choices(['month', 'quarter']).default('month'))
    .option('--made-by <instant>', 'against the last forecast made by then, such as 2026-03-05T10:00:00Z; a day ago')
    .option('--currency <code>', 'one wallet only', currencyCode)
    .option('--json', 'JSON instead of a table')
    .action(
      run(async (config, options: ForecastChangeOptions) =>
        (await import('../commands/forecast-change.ts')).forecastChange(config, options),
      ),
    )

  program
    .command('forecast-ways')
    .description('what each way of forecasting says by itself, how far off it was, and its share in the mixture')
    .addOption(new Option('--ahead <span>', 'how far').choices(['week', 'six-weeks']).default('week'))
    .option('--currency <code>', 'one wallet only', currencyCode)
    .option('--json', 'JSON, with each hour or day')
    .action(
      run(async (config, options: ForecastWaysOptions) =>
        (await import('../commands/forecast-ways.ts')).forecastWays(config, options),
      ),
    )

  const exports = program.command('export').description('print a report as CSV').exitOverride()
  addPartyOptions(
    exports
      .command('charges')
      .description("one row per day, resource and state; the same bytes as the dashboard's download")
      .requiredOption('--from <day>', 'first day', day)
      .requiredOption('--to <day>', 'the day after the last', day)
      .option('--with <columns>', 'columns after the usual ones: project,owner,cost_center,inferred or some of them')
      .option('--closed', 'the file that a closed month keeps; the days are then that month')
      .addOption(asOfOption()),
    'by shares',
  ).action(
    run(async (config, options: Record<string, string | true>) =>
      (await import('../commands/export.ts')).exportCharges(config, options),
    ),
  )

  addForecast(exports)
  addPartyOptions(
    exports
      .command('focus')
      .description('charges in the columns of FOCUS, by UTC days')
      .requiredOption('--from <day>', 'first day (UTC)', day)
      .requiredOption('--to <day>', 'the day after the last', day)
      .addOption(new Option('--version <version>', 'of FOCUS').choices(['1.4', '1.2']).default('1.4'))
      .option('--closed', 'the file that a closed month keeps; the days are then that month')
      .addOption(asOfOption()),
    'by shares',
  ).action(
    run(async (config, options: Record<string, string | true>) =>
      (await import('../commands/export.ts')).exportFocus(config, options),
    ),
  )
  addPartyOptions(
    exports
      .command('reconciliation')
      .description('bills against the price list, one row per day and billing record')
      .requiredOption('--from <day>', 'first day', day)
      .requiredOption('--to <day>', 'the day after the last', day)
      .option('--with <columns>', 'columns after the usual ones, a row for each share: project,owner,cost_center')
      .addOption(asOfOption()),
    'by shares',
  ).action(
    run(async (config, options: Record<string, string>) =>
      (await import('../commands/export.ts')).exportReconciliation(config, options),
    ),
  )
  exports
    .command('proof')
    .description('each minute range of a resource with its state, price version and source record')
    .requiredOption('--resource <id>', 'the resource')
    .option('--from <day>', 'records that bill this day or later', day)
    .option('--to <day>', 'the day after the last', day)
    .option('--with <columns>', 'columns after the usual ones, who had a share in the range: project,owner,cost_center')
    .option('--json', 'JSON with the source records and every value they were read with')
    .addOption(asOfOption())
    .action(
      run(async (config, options: ProofOptions) =>
        (await import('../commands/export.ts')).exportProof(config, options),
      ),
    )
  exports
    .command('facts')
    .description(
      'resources of which Barrack does not tell all, those that carry most money first; `import facts` takes it',
    )
    .option('--with <columns>', 'columns after the usual ones: project,owner,cost_center or some of them')
    .action(
      run(async (config, options: Record<string, string>) =>
        (await import('../commands/facts.ts')).exportFacts(config, options),
      ),
    )
  addPartyOptions(
    exports
      .command('anomalies')
      .description('spend that was not to be expected, with its cause and its resources')
      .option('--from <day>', 'what began on this day or later', day)
      .option('--to <day>', 'the day after the last', day)
      .option('--with <columns>', 'columns after the usual ones, whose its resources are: project,owner,cost_center'),
    'whole',
  ).action(
    run(async (config, options: Record<string, string>) =>
      (await import('../commands/anomalies.ts')).exportAnomalies(config, options),
    ),
  )
  addPartyOptions(
    exports
      .command('recommendations')
      .description('what is worth doing, what avoids most first, also what somebody does not want')
      .option('--currency <code>', 'one wallet only')
      .option('--with <columns>', 'columns after the usual ones: project,owner,cost_center or some of them'),
    'whole',
  ).action(
    run(async (config, options: Record<string, string>) =>
      (await import('../commands/recommendations.ts')).exportRecommendations(config, options),
    ),
  )
  addPartyOptions(
    exports
      .command('budgets')
      .description('budgets with how each stands; qm import budgets takes the file again')
      .option('--on <day>', 'in the period of this day', day),
    'whole',
  ).action(
    run(async (config, options: Record<string, string>) =>
      (await import('../commands/budget.ts')).exportBudgets(config, options),
    ),
  )
  addPartyOptions(
    exports.command('funds').description('grants with how each stands; qm import funds takes the file again'),
    'whole',
  ).action(
    run(async (config, options: Record<string, string>) =>
      (await import('../commands/budget.ts')).exportFunds(config, options),
    ),
  )
  addPriceExports(exports)
  addBooksExports(exports)
}

function addForecast(under: Command): Command {
  return addPartyOptions(
    under
      .command('forecast')
      .description('what is billed and still to come, by day and group, with its interval and its causes')
      .addOption(new Option('--horizon <span>', 'how far; this month unless told').choices(HORIZONS))
      .option('--from <day>', 'first day, in place of a horizon', day)
      .option('--to <day>', 'the day after the last', day)
      .addOption(new Option('--step <step>', 'what a row is of').choices(FORECAST_STEPS).default('day'))
      .option('--group <keys>', 'split by these keys, separated by commas, such as region,currency')
      .option('--currency <code>', 'one wallet only', currencyCode)
      .option('--region <region>', 'one region only')
      .option('--json', 'JSON instead of CSV')
      .addOption(asOfOption()),
    'by shares',
  ).action(
    run(async (config, options: Record<string, string>) =>
      (await import('../commands/forecast.ts')).forecast(config, options),
    ),
  )
}
