import { Option, type Command } from 'commander'
import type { exportPriceReport } from '../commands/export.ts'
import { addPartyOptions, currencyCode, day, run } from './arguments.ts'

type Report = Parameters<typeof exportPriceReport>[1]

/** Reports of the prices, below `export`. */
export function addPriceExports(exports: Command): void {
  const report = (name: string, file: Report, description: string) =>
    exports
      .command(name)
      .description(description)
      .action(
        run(async (config, options: Record<string, string>) =>
          (await import('../commands/export.ts')).exportPriceReport(config, file, options),
        ),
      )
  const wallet = ['--currency <code>', 'one wallet only', currencyCode] as const

  report('prices', 'prices', 'every price that held, in the form that `import prices` takes')
    .option('--day <day>', 'what held at the end of this day', day)
    .option(...wallet)
  report('gpu-prices', 'gpu-prices', 'what a GPU-hour buys by model: compute, memory, bandwidth, your own work').option(
    ...wallet,
  )
  addPartyOptions(
    report('gpu-use', 'gpu-use', 'what a GPU-hour of real use cost by model: what was shut off is visible')
      .option('--from <day>', 'first day (the last 30 days unless told)', day)
      .option('--to <day>', 'the day after the last', day)
      .option(...wallet),
    'by shares',
  )
  report('parity', 'parity', "two wallets' price lists side by side, with the rate that each pair implies")
    .option('--from <code>', 'the wallet compared with', currencyCode)
    .option('--to <code>', 'the other wallet', currencyCode)
    .option('--rate <decimal>', 'a market rate: units of the second for one of the first')
    .option('--day <day>', 'what held at the end of this day', day)
  addPartyOptions(
    exports
      .command('spend')
      .description('what each wallet was billed, as it is or converted at rates that are named')
      .requiredOption('--from <day>', 'first day', day)
      .requiredOption('--to <day>', 'the day after the last', day)
      .addOption(
        new Option('--mode <mode>', 'wallet converts nothing')
          .choices(['wallet', 'month-fixed', 'as-of'])
          .default('wallet'),
      )
      .option('--in <code>', 'the currency to show amounts in', currencyCode)
      .addOption(new Option('--choice <choice>', 'for month-fixed').choices(['mean', 'last', 'typed']).default('mean')),
    'by shares',
  ).action(
    run(async (config, options: Record<string, string>) =>
      (await import('../commands/export.ts')).exportSpend(config, options),
    ),
  )
}
