import type { Command } from 'commander'
import { addPartyOptions, currencyCode, run, whole } from './arguments.ts'

const WHO = 'a machine (name or id), owner:NAME, project:NAME or account'

/** What is planned, and exceptions from it. */
export function addPlanCommands(program: Command): void {
  program
    .command('keep')
    .description("exceptions, as they are said: 'until Fri 18:00', 'away 20 Dec to 7 Jan', 'ends on 12 Dec'")
    .argument('<who>', WHO)
    .argument('<words...>', "'until Fri 18:00', 'away 20 Dec to 7 Jan' or 'ends on 12 Dec'")
    .option('--reason <text>', 'why')
    .option('--by <name>', 'who says so; without it your user name')
    .action(
      run(async (config, who: string, words: string[], options: { by?: string; reason?: string }) =>
        (await import('../commands/plan.ts')).keep(config, who, words, options),
      ),
    )

  program
    .command('dry-run')
    .description('what approved plans would have done to machines in the day ahead; `start --apply` does it')
    .option('--json', 'JSON instead of CSV')
    .action(
      run(async (config, options: { json?: true }) => (await import('../commands/dry-run.ts')).dryRun(config, options)),
    )

  const plan = program
    .command('plan')
    .description('what is planned: list, add, demand, adopt, approve, remove, import')
    .exitOverride()
  addPartyOptions(
    plan
      .command('list')
      .description('what is planned, as CSV that `plan import` takes')
      .option('--state <state>', 'proposed, approved, over or withdrawn; without it what stands')
      .option('--kind <kind>', 'sleep, keep-on, away, end, working-hours, holiday, deploy or month')
      .option('--machine <id>', 'one machine only')
      .option('--with <columns>', 'columns after the usual ones, whose it is: project,owner,cost_center')
      .option('--json', 'JSON instead of CSV'),
    'whole',
  ).action(
    run(async (config, options: Record<string, string | true>) =>
      (await import('../commands/plan.ts')).planList(config, options),
    ),
  )
  plan
    .command('add')
    .description('plans something; schedules (sleep) and deployments begin as proposals')
    .argument('<who>', WHO)
    .argument('<what>', 'sleep, keep-on, away, end, working-hours, holiday, deploy or month')
    .option('--from <moment>', 'a day, 2026-12-20T18:00 by the clock of the account, or an instant; without it now')
    .option('--to <moment>', 'the same, exclusive')
    .option('--week <hours>', "hours of the week, as 'Mon-Fri 20:00-08:00, Sat 0-24'")
    .option('--reason <text>', 'why; a month by hand needs it')
    .option('--by <name>', 'who says so; without it your user name')
    .option('--approve', 'approve it in the same step')
    .option('--name <text>', 'of a holiday or a deployment')
    .option('--machines <n>', 'to deploy', whole)
    .option('--gpus <n>', 'of each machine', whole)
    .option('--model <name>', 'GPU model to deploy')
    .option('--tier <tier>', 'of the machines to deploy')
    .option('--region <name>', 'of the machines to deploy; without it anywhere')
    .option('--currency <code>', 'the wallet that pays', currencyCode)
    .option('--amount <decimal>', 'of a month by hand')
    .action(
      run(async (config, who: string, what: string, options: Record<string, never>) =>
        (await import('../commands/plan.ts')).planAdd(config, who, what, options),
      ),
    )
  for (const [name, deed, description] of [
    ['approve', 'approve', 'approves a proposal'],
    ['remove', 'withdraw', 'takes a plan back; it stays among those withdrawn'],
  ] as const) {
    plan
      .command(name)
      .description(description)
      .argument('<id>', 'number of the plan', whole)
      .option('--by <name>', 'who says so; without it your user name')
      .action(
        run(async (config, id: number, options: { by?: string }) =>
          (await import('../commands/plan.ts')).planDeed(config, deed, id, options),
        ),
      )
  }
  plan
    .command('adopt')
    .description('proposes the schedule that is advised for a machine')
    .argument('<machine>', 'its name or id')
    .option('--caution <0-4>', '0 avoids more, 4 misses fewer needed hours')
    .option('--risk <percent>', 'how often a restore may find no GPU')
    .option('--by <name>', 'who says so; without it your user name')
    .action(
      run(async (config, machine: string, options: { by?: string; caution?: string; risk?: string }) =>
        (await import('../commands/plan.ts')).planAdopt(config, machine, options),
      ),
    )
  plan
    .command('demand')
    .description("keeps an option of a checked demand as a plan: '8 H100, Tuesday 09:00, 5 days'")
    .argument('<line>', 'how many of which GPU, when, how long, as `capacity` checks it')
    .option('--region <name>', 'where; without it where it is likeliest')
    .option('--model <name>', 'which GPU; without it the one asked for')
    .option('--machines <n>', 'how many machines make up the number', whole)
    .option('--currency <code>', 'the wallet that pays; needed where several could', currencyCode)
    .option('--start <when>', 'asked, better (a likelier hour) or early (taken early and held)')
    .option('--who <who>', 'owner:NAME or project:NAME that it is for')
    .option('--name <text>', 'what it is called')
    .option('--wanted <percent>', 'how sure it has to be')
    .option('--approve', 'approve it in the same step')
    .option('--by <name>', 'who says so; without it your user name')
    .action(
      run(async (config, line: string, options: Record<string, never>) =>
        (await import('../commands/capacity.ts')).planDemand(config, line, options),
      ),
    )
  plan
    .command('import')
    .description('plans from a CSV as `plan list` writes it, or holidays from an iCalendar file')
    .argument('<file>', 'CSV or .ics; - reads stdin')
    .option('--by <name>', 'who says so; without it your user name')
    .action(
      run(async (config, file: string, options: { by?: string }) =>
        (await import('../commands/plan.ts')).planImport(config, file, options),
      ),
    )
}
