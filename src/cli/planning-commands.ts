import type { Command } from 'commander'
import { addPartyOptions, currencyCode, day, run } from './arguments.ts'

/** What to run where, and when it should sleep. */
export function addPlanningCommands(program: Command): void {
  addPartyOptions(
    program
      .command('changes')
      .description('what began, ended, went to sleep or costs another price since a moment, and what that is a day')
      .option('--since <instant>', 'such as 2026-03-05T10:00:00Z; a day before the last reading unless told')
      .option('--currency <code>', 'one wallet only', currencyCode)
      .option('--json', 'JSON instead of tables'),
    'by shares',
  ).action(
    run(async (config, options: Record<string, string>) =>
      (await import('../commands/changes.ts')).changes(config, options),
    ),
  )

  const recommendations = program
    .command('recommendations')
    .description('what is worth doing, with what it could avoid a month and what it may cost')
  addPartyOptions(
    recommendations
      .command('list', { isDefault: true })
      .description('what avoids most first')
      .option('--currency <code>', 'one wallet only', currencyCode)
      .option('--all', 'those that somebody does not want, too')
      .option('--json', 'JSON instead of a table'),
    'whole',
  ).action(
    run(async (config, options: Record<string, string>) =>
      (await import('../commands/recommendations.ts')).recommendations(config, options),
    ),
  )
  recommendations
    .command('dismiss')
    .description('says that one is not wanted, and why')
    .argument('<id>', 'as the list gives it, such as "hibernate BRK-248846D"')
    .option('--by <name>', 'who says so; without it your user name')
    .option('--reason <text>', 'why')
    .option('--undo', 'it is wanted again')
    .action(
      run(async (config, id: string, options: { by?: string; reason?: string; undo?: true }) =>
        (await import('../commands/recommendations.ts')).dismiss(config, id, options),
      ),
    )

  program
    .command('runway')
    .description('when each wallet ends, what the month costs if it is topped up and if not, and what goes on charging')
    .option('--currency <code>', 'one wallet only', currencyCode)
    .option('--json', 'JSON instead of a table')
    .action(
      run(async (config, options: Record<string, string | true>) =>
        (await import('../commands/runway.ts')).runways(config, options),
      ),
    )

  addPartyOptions(
    program
      .command('last-until')
      .description('whether a wallet lasts to the end of a day, what may be spent a day, and what makes it last')
      .argument('<day>', 'the day', day)
      .requiredOption('--currency <code>', 'the wallet', currencyCode)
      .option('--certainty <50-99>', 'how sure it has to be, per cent', '90')
      .option('--order <machines>', 'ids or names, the least important first, separated by commas; then dearest first')
      .option('--keep <machines>', 'those that have to run on')
      .option('--remember', 'take --order and --keep from now on where nothing else is said')
      .option('--json', 'JSON instead of a table'),
    'whole',
  ).action(
    run(async (config, until: string, options: Record<string, string | true>) =>
      (await import('../commands/runway.ts')).lastUntil(config, until, options),
    ),
  )

  addPartyOptions(
    program
      .command('hibernation')
      .description('which machines should sleep when, what that avoids, and whether they wake')
      .option('--from <day>', 'what was avoided from this day on', day)
      .option('--to <day>', 'the day after the last', day)
      .option('--currency <code>', 'one wallet only', currencyCode)
      .option('--region <name>', 'one region only')
      .option('--caution <0-4>', '0 avoids more, 4 misses fewer needed hours')
      .option('--risk <percent>', 'how often a restore may find no GPU')
      .option(
        '--sums',
        'per wallet, region, model, project, owner and cost center: the rest of the month, the next, and the three months after',
      )
      .option('--with <columns>', 'columns after the usual ones, a row for each share: project,owner,cost_center')
      .option('--made', 'what was avoided and what was paid while shut off, by day and machine')
      .option(
        '--by <keys>',
        'with --made: day, resource, region, gpu_model, project, owner, cost_center, separated by commas',
      )
      .option('--month', 'the month that runs, with and without the schedules')
      .option('--realised', 'the saving that came of the plans beside the one planned')
      .option('--backtest', 'as JSON: restores advised in the last weeks that would have found no GPU')
      .option('--json', 'JSON instead of CSV'),
    'by shares',
  ).action(
    run(async (config, options: Record<string, string>) =>
      (await import('../commands/planning.ts')).hibernation(config, options),
    ),
  )

  addPartyOptions(
    program
      .command('schedules')
      .description('the approved schedules as cron lines, a script of API calls that looks first, or a calendar')
      .argument('<format>', 'cron, sh or ics')
      .option('--machine <id>', 'one machine only')
      .option('--advised', 'those that are advised, approved or not')
      .option('--caution <0-4>', '0 avoids more, 4 misses fewer needed hours')
      .option('--risk <percent>', 'how often a restore may find no GPU'),
    'whole',
  ).action(
    run(async (config, format: string, options: Record<string, string | true>) =>
      (await import('../commands/planning.ts')).schedules(config, format, options),
    ),
  )

  program
    .command('capacity')
    .description("what can be had where; with a line such as '8 H100, Tuesday 09:00, 5 days' the check of that demand")
    .argument('[line]', 'how many of which GPU, when, how long')
    .option('--region <name>', 'one region only')
    .option('--model <name>', 'one GPU model only')
    .option('--size <gpus>', 'GPUs of one machine')
    .option('--wanted <percent>', 'with a line or --planned: how sure it has to be')
    .option('--planned', 'the check of every deployment that is planned')
    .option('--project <name>', "with --planned: for this project and for the whole account; 'not assigned' too")
    .option('--owner <name>', 'with --planned: for this owner')
    .option('--cost-center <name>', 'with --planned: for this cost center')
    .option('--json', 'JSON instead of CSV, or of the table of a check')
    .action(
      run(async (config, line: string | undefined, options: Record<string, string | true>) =>
        (await import('../commands/capacity.ts')).capacity(config, line, options),
      ),
    )
}
