import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import type { SandboxCommandOptions } from './commands/sandbox.ts'
import { CommandError, say } from './commands/talk.ts'
import { readConfig, SettingsError, type Config } from './config.ts'
import { StoreError } from './db/store-error.ts'

const day = (text: string): string => {
  const at = new Date(text)
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError('A day is written YYYY-MM-DD, such as 2026-03-01.')
  }
  return text
}

const whole = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.')
  return Number(text)
}

/** Runs a command with the settings read; its result is the exit code. */
const run =
  <Rest extends unknown[]>(command: (config: Config, ...rest: Rest) => Promise<number>) =>
  async (...rest: Rest): Promise<void> => {
    process.exitCode = await command(readConfig(), ...rest)
  }

const program = new Command('qm')
  .description('Quartermaster: cost and capacity planner for the Barrack GPU cloud.')
  .version(packageJson.version)
  .showHelpAfterError('(add --help for what it takes)')
  .exitOverride()
  // So that --version after a command is the command's own.
  .enablePositionalOptions()
  .addHelpText(
    'after',
    '\nData goes to stdout, talk and progress to stderr. Exit codes: 0 ok, 1 failed, 2 wrong use, 3 partial.\nSettings come from the environment or .env; README lists them.',
  )

program
  .command('start')
  .description('read the account on a schedule and serve the dashboard')
  .action(run(async (config) => (await import('./commands/start.ts')).start(config)))

program
  .command('ingest')
  .description('read the account once, now')
  .option('--json', 'print what was read as one JSON object')
  .action(
    run(async (config, options: { json?: true }) => (await import('./commands/ingest.ts')).ingest(config, options)),
  )

program
  .command('forecast')
  .description('print the forecast of a span of days (the present month unless told)')
  .option('--from <day>', 'first day', day)
  .option('--to <day>', 'the day after the last', day)
  .option('--group <keys>', 'split by these keys, separated by commas, such as region,gpu_model')
  .option('--currency <code>', 'one wallet only')
  .option('--json', 'JSON instead of CSV')
  .action(
    run(async (config, options: Record<string, string>) =>
      (await import('./commands/forecast.ts')).forecast(config, options),
    ),
  )

program
  .command('what-if')
  .description('compare scenarios with the plan as it stands, or find the cheapest way of a piece of work')
  .argument('<file>', 'JSON as POST /api/v1/what-if or /what-if/optimise takes it, or one scenario; - reads stdin')
  .option('--json', 'JSON instead of CSV')
  .action(
    run(async (config, file: string, options: { json?: true }) =>
      (await import('./commands/what-if.ts')).whatIfFile(config, file, options),
    ),
  )

program
  .command('hibernation')
  .description('which machines should sleep when, what that avoids, and whether they wake')
  .option('--from <day>', 'what was avoided from this day on', day)
  .option('--to <day>', 'the day after the last', day)
  .option('--currency <code>', 'one wallet only')
  .option('--region <name>', 'one region only')
  .option('--caution <0-4>', '0 avoids more, 4 misses fewer needed hours')
  .option('--risk <percent>', 'how often a restore may find no GPU')
  .option('--json', 'JSON instead of CSV')
  .action(
    run(async (config, options: Record<string, string>) =>
      (await import('./commands/planning.ts')).hibernation(config, options),
    ),
  )

program
  .command('schedules')
  .description('the advised schedules as cron lines, a script of API calls that looks first, or a calendar')
  .argument('<format>', 'cron, sh or ics')
  .option('--machine <id>', 'one machine only')
  .option('--caution <0-4>', '0 avoids more, 4 misses fewer needed hours')
  .option('--risk <percent>', 'how often a restore may find no GPU')
  .action(
    run(async (config, format: string, options: Record<string, string>) =>
      (await import('./commands/planning.ts')).schedules(config, format, options),
    ),
  )

program
  .command('capacity')
  .description("what can be had where; with a line such as '8 H100, Tuesday 09:00, 5 days' the check of that demand")
  .argument('[line]', 'how many of which GPU, when, how long')
  .option('--region <name>', 'one region only')
  .option('--model <name>', 'one GPU model only')
  .option('--size <gpus>', 'GPUs of one machine')
  .option('--wanted <percent>', 'with a line: how sure it has to be')
  .option('--json', 'JSON instead of CSV')
  .action(
    run(async (config, line: string | undefined, options: Record<string, string>) =>
      (await import('./commands/planning.ts')).capacity(config, line, options),
    ),
  )

const exports = program.command('export').description('print a report as CSV').exitOverride()
exports
  .command('charges')
  .description("one row per day, resource and state; the same bytes as the dashboard's download")
  .requiredOption('--from <day>', 'first day', day)
  .requiredOption('--to <day>', 'the day after the last', day)
  .action(
    run(async (config, options: { from: string; to: string }) =>
      (await import('./commands/export.ts')).exportCharges(config, options),
    ),
  )

exports
  .command('focus')
  .description('charges in the columns of FOCUS, by UTC days')
  .requiredOption('--from <day>', 'first day (UTC)', day)
  .requiredOption('--to <day>', 'the day after the last', day)
  .addOption(new Option('--version <version>', 'of FOCUS').choices(['1.4', '1.2']).default('1.4'))
  .action(
    run(async (config, options: { from: string; to: string; version: string }) =>
      (await import('./commands/export.ts')).exportFocus(config, options),
    ),
  )
exports
  .command('reconciliation')
  .description('bills against the price list, one row per day and billing record')
  .requiredOption('--from <day>', 'first day', day)
  .requiredOption('--to <day>', 'the day after the last', day)
  .action(
    run(async (config, options: { from: string; to: string }) =>
      (await import('./commands/export.ts')).exportReconciliation(config, options),
    ),
  )
exports
  .command('proof')
  .description('each minute range of a resource with its state, price version and source record')
  .requiredOption('--resource <id>', 'the resource')
  .option('--from <day>', 'records that bill this day or later', day)
  .option('--to <day>', 'the day after the last', day)
  .option('--json', 'JSON with the source records and every value they were read with')
  .action(
    run(async (config, options: { resource: string; from?: string; to?: string; json?: true }) =>
      (await import('./commands/export.ts')).exportProof(config, options),
    ),
  )

const imports = program.command('import').description('take figures from a file').exitOverride()
imports
  .command('billing <file>')
  .description('answers of the billing lists that were saved by hand (JSON), by the same checks as an ingest')
  .action(
    run(async (config, file: string) => (await import('./commands/import-billing.ts')).importBillingFile(config, file)),
  )
imports
  .command('prices')
  .description('dated lists and contracts, as CSV: sku, currency, price, valid_from and more')
  .argument('<file>', 'CSV; - reads stdin')
  .action(run(async (config, file: string) => (await import('./commands/import-file.ts')).importPrices(config, file)))
imports
  .command('fx')
  .description("exchange rates: the ECB's history CSV as it is downloaded")
  .argument('<file>', 'CSV; - reads stdin')
  .action(run(async (config, file: string) => (await import('./commands/import-file.ts')).importFx(config, file)))
imports
  .command('throughput')
  .description('what the own work gets out of GPUs, as CSV: workload, gpu_model, gpu_count, unit, per_second')
  .argument('<file>', 'CSV; - reads stdin')
  .action(
    run(async (config, file: string) => (await import('./commands/import-file.ts')).importThroughput(config, file)),
  )

imports
  .command('utilization')
  .description('measured use of GPUs: CSV time,machine,gpu_util or the JSON of a Prometheus range query')
  .argument('<file>', 'CSV or JSON; - reads stdin')
  .action(
    run(async (config, file: string) =>
      (await import('./commands/import-utilisation.ts')).importUtilisation(config, file),
    ),
  )

const quarantine = program.command('quarantine').description('what was read and not understood').exitOverride()
quarantine
  .command('list')
  .description('print it, a JSON object a line')
  .action(run(async (config) => (await import('./commands/quarantine.ts')).listQuarantine(config)))
quarantine
  .command('retry')
  .description('try again to understand it, after an upgrade above all')
  .action(run(async (config) => (await import('./commands/quarantine.ts')).retry(config)))

program
  .command('doctor')
  .description("find out how your account's API differs from the contract; reads only")
  .option('--json', 'print the whole report as one JSON object')
  .option('--save <file>', 'write the map for BARRACK_ENDPOINTS to this file')
  .action(
    run(async (config, options: { json?: true; save?: string }) =>
      (await import('./commands/doctor.ts')).doctor(config, options),
    ),
  )

program
  .command('migrate')
  .description('bring the store to this version')
  .action(run(async (config) => (await import('./commands/migrate.ts')).migrate(config)))

program
  .command('sandbox')
  .description('serve a Barrack account of its own, for trying things out')
  .addOption(new Option('--port <n>', 'port; 0 takes any free one').default(4010).argParser(whole))
  .addOption(new Option('--seed <n>', 'another seed makes another account').default(1).argParser(whole))
  .addOption(new Option('--size <size>', 'how large an account').choices(['small', 'team', 'large']).default('small'))
  .option('--trace <file>', 'serve the tasks of this trace instead of a made-up account')
  .option('--first-day <day>', 'first day of the account; without it its history ends now', day)
  .addOption(new Option('--speed <factor>', 'let its clock run so many times as fast').argParser(whole))
  .option('--api-key <key>', 'let in this key only; without it any')
  .addOption(
    new Option('--hibernation <shape>', 'what hibernating does to a billing record')
      .choices(['records', 'one-record'])
      .default('records'),
  )
  .addOption(
    new Option('--snapshot-rule <rule>', 'how a snapshot is billed')
      .choices(['per_100gb', 'flat', 'per_tb'])
      .default('per_100gb'),
  )
  .option('--bill-errors', 'put mistakes of each known cause in the bills')
  .option('--faults <names>', 'let every tenth answer go wrong in these ways, separated by commas')
  .action(
    run(async (config, options: SandboxCommandOptions) =>
      (await import('./commands/sandbox.ts')).sandbox(config, options),
    ),
  )

// `| head` has read enough: that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
} finally {
  // A command that waited for its launcher's end would be kept alive by the channel to it.
  if (process.connected) process.disconnect()
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof SettingsError) {
    say(error.message)
    return 2
  }
  if (error instanceof CommandError || error instanceof StoreError) {
    say(error.message)
    return error instanceof CommandError ? error.exitCode : 1
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 1
}
