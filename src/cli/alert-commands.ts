import { Option, type Command } from 'commander'
import type { AnomaliesOptions } from '../commands/anomalies.ts'
import type { ListOptions, RuleOptions } from '../commands/alerts.ts'
import { addPartyOptions, day, run, whole } from './arguments.ts'

/** What was found, and what is watched. */
export function addAlertCommands(program: Command): void {
  const alerts = program
    .command('alerts')
    .description('what was found that somebody should know; without a word more, what is not over')
    .exitOverride()
  addPartyOptions(
    alerts
      .command('list', { isDefault: true })
      .description('print the alerts, newest first; of open ones money that runs out before all')
      .addOption(new Option('--state <state>', 'which').choices(['open', 'over', 'all']).default('open'))
      .option('--json', 'JSON instead of text'),
    'whole',
  ).action(
    run(async (config, options: ListOptions) => (await import('../commands/alerts.ts')).listAlerts(config, options)),
  )
  alerts
    .command('acknowledge')
    .description('say that somebody has taken an alert up')
    .argument('<alert>', 'its number', whole)
    .option('--by <name>', 'who; without it your user name')
    .action(
      run(async (config, alert: number, options: { by?: string }) =>
        (await import('../commands/alerts.ts')).acknowledgeAlert(config, alert, options),
      ),
    )
  alerts
    .command('rules')
    .description('print what is watched and who is told')
    .option('--json', 'JSON instead of a table')
    .action(
      run(async (config, options: { json?: true }) =>
        (await import('../commands/alerts.ts')).listRules(config, options),
      ),
    )
  alerts
    .command('watch')
    .description('watch for one thing more, as JSON of POST /api/v1/alert-rules')
    .argument('<file>', 'JSON; - reads stdin')
    .action(run(async (config, file: string) => (await import('../commands/alerts.ts')).addRule(config, file)))
  alerts
    .command('change')
    .description('change how a rule tells of what it finds, and of whom; what is not said stays as it is')
    .argument('<rule>', 'its number', whole)
    .addOption(new Option('--how <way>', 'at once, or in the digest of the day').choices(['at-once', 'digest']))
    .option('--to <channels>', "names or numbers of channels, separated by commas; 'all' for all")
    .option('--stand-ins <channels>', "those told when nobody takes it up; 'none' for nobody")
    .addOption(new Option('--after <hours>', 'when the stand-ins are told; 4 unless told').argParser(whole))
    .option('--project <name>', "what is of a project alone; 'all' for everybody's")
    .option('--owner <name>', 'of an owner alone')
    .option('--cost-center <name>', 'of a cost center alone')
    .option('--pause', 'no longer watch for it')
    .option('--resume', 'watch for it again')
    .action(
      run(async (config, rule: number, options: RuleOptions) =>
        (await import('../commands/alerts.ts')).changeRule(config, rule, options),
      ),
    )
  alerts
    .command('unwatch')
    .description('stop watching')
    .argument('<rule>', 'its number', whole)
    .action(run(async (config, rule: number) => (await import('../commands/alerts.ts')).removeRule(config, rule)))
  alerts
    .command('when')
    .description('print or set quiet hours, the time of the digest and how long a top-up takes')
    .option('--quiet <from-to>', "such as 20:00-08:00; 'none' for none")
    .option('--digest <time>', 'HH:MM')
    .addOption(new Option('--top-up-hours <n>', 'how long a top-up takes to arrive').argParser(whole))
    .action(
      run(async (config, options: { quiet?: string; digest?: string; topUpHours?: number }) =>
        (await import('../commands/alerts.ts')).when(config, options),
      ),
    )
  addAnomalies(program)
}

function addAnomalies(program: Command): void {
  const anomalies = program
    .command('anomalies')
    .description('spend that was not to be expected, with its likely cause; the last thirty days unless told')
    .exitOverride()
  addPartyOptions(
    anomalies
      .command('list', { isDefault: true })
      .description('print it, newest first')
      .option('--from <day>', 'what began on this day or later', day)
      .option('--to <day>', 'the day after the last', day)
      .option('--json', 'JSON instead of a table'),
    'whole',
  ).action(
    run(async (config, options: AnomaliesOptions) =>
      (await import('../commands/anomalies.ts')).listAnomalies(config, options),
    ),
  )
  anomalies
    .command('expected')
    .description('say that it was to be expected, so that nobody is told of it')
    .argument('<id>', 'as the list prints it')
    .option('--by <name>', 'who says so; without it your user name')
    .option('--note <text>', 'why')
    .option('--undo', 'take it back')
    .action(
      run(async (config, id: string, options: { by?: string; note?: string; undo?: true }) =>
        (await import('../commands/anomalies.ts')).sayExpected(config, id, options),
      ),
    )
}
