import { Option, type Command } from 'commander'
import { addPartyOptions, currencyCode, day, run, whole } from './arguments.ts'

const SCOPE = [
  ['--region <name>', 'one region only'],
  ['--tier <name>', 'one tier only'],
  ['--gpu-model <name>', 'one GPU model only'],
  ['--resource-type <kind>', 'one kind only, such as instance, volume, snapshot or ai_model'],
  ['--resource <id>', 'one resource only'],
  ['--project <name>', 'one project only'],
  ['--owner <name>', 'one owner only'],
  ['--cost-center <name>', 'one cost center only'],
] as const

const dayOrNone = (text: string): string => (text === 'none' ? text : day(text))

/** What may be spent: budgets, and grants. */
export function addBudgetCommands(program: Command): void {
  const budget = program
    .command('budget')
    .description('what may be spent; without a word more, how each budget stands')
    .exitOverride()
  addPartyOptions(
    budget
      .command('list', { isDefault: true })
      .description('how each budget stands')
      .option('--on <day>', 'in the period of this day', day)
      .option('--json', 'JSON instead of text'),
    'whole',
  ).action(
    run(async (config, options: Record<string, string | true>) =>
      (await import('../commands/budget.ts')).listBudgets(config, options),
    ),
  )
  const add = budget
    .command('add')
    .description('take a budget; qm import budgets takes many, and amounts that change')
    .argument('<name>', 'what to call it')
    .requiredOption('--amount <n>', 'what a whole period may cost')
    .requiredOption('--currency <code>', 'of which wallet', currencyCode)
    .addOption(
      new Option('--period <kind>', 'over and over, or once').choices(['month', 'quarter', 'dates']).default('month'),
    )
    .option(
      '--from <day>',
      "its first day; without it that of the month or quarter that runs, by the account's days",
      day,
    )
    .option('--until <day>', 'its last day', day)
    .option('--note <text>', 'what somebody should know of it')
  for (const [flags, description] of SCOPE) add.option(flags, description)
  add.action(
    run(async (config, name: string, options: Record<string, string>) =>
      (await import('../commands/budget.ts')).addBudget(config, name, options),
    ),
  )
  const edit = budget
    .command('edit')
    .description('change a budget; what is not said stays as it is')
    .argument('<budget>', 'its number', whole)
    .option('--name <name>', 'what to call it')
    .option('--amount <n>', 'what a whole period may cost')
    .option('--amount-from <day>', 'that amount from this day on, the others before and after stay', day)
    .addOption(new Option('--period <kind>', 'over and over, or once').choices(['month', 'quarter', 'dates']))
    .option('--from <day>', 'its first day', day)
    .option('--until <day>', "its last day; 'none': it goes on", dayOrNone)
    .option('--whole-wallet', 'narrowed to nothing but what is said here')
    .option('--note <text>', "what somebody should know of it; 'none' for nothing")
  for (const [flags, description] of SCOPE) edit.option(flags, description)
  edit.action(
    run(async (config, number: number, options: Record<string, string | true>) =>
      (await import('../commands/budget.ts')).editBudget(config, number, options),
    ),
  )
  budget
    .command('remove')
    .description('take a budget away')
    .argument('<budget>', 'its number', whole)
    .action(run(async (config, number: number) => (await import('../commands/budget.ts')).removeBudget(config, number)))

  const fund = program
    .command('fund')
    .description('grants and whether they last; without a word more, how each stands')
    .exitOverride()
  addPartyOptions(
    fund
      .command('list', { isDefault: true })
      .description('how each grant stands')
      .option('--json', 'JSON instead of text'),
    'whole',
  ).action(
    run(async (config, options: Record<string, string | true>) =>
      (await import('../commands/budget.ts')).listFunds(config, options),
    ),
  )
  fund
    .command('add')
    .description('take a grant')
    .argument('<name>', 'what to call it')
    .requiredOption('--amount <n>', 'what was granted')
    .requiredOption('--currency <code>', 'in which wallet', currencyCode)
    .requiredOption('--from <day>', 'its first day', day)
    .requiredOption('--until <day>', 'its last day', day)
    .option('--projects <names>', 'the projects that draw on it, separated by commas; everything without it')
    .option('--owners <names>', 'the owners that do')
    .option('--cost-centers <names>', 'the cost centers that do')
    .option('--note <text>', 'what somebody should know of it')
    .action(
      run(async (config, name: string, options: Record<string, string>) =>
        (await import('../commands/budget.ts')).addFund(config, name, options),
      ),
    )
  fund
    .command('edit')
    .description('change a grant; what is not said stays as it is')
    .argument('<fund>', 'its number', whole)
    .option('--name <name>', 'what to call it')
    .option('--amount <n>', 'what was granted')
    .option('--from <day>', 'its first day', day)
    .option('--until <day>', 'its last day', day)
    .option('--projects <names>', 'the projects that draw on it, separated by commas')
    .option('--owners <names>', 'the owners that do')
    .option('--cost-centers <names>', 'the cost centers that do')
    .option('--whole-wallet', 'everything in the wallet draws on it, but for what is said beside')
    .option('--note <text>', "what somebody should know of it; 'none' for nothing")
    .action(
      run(async (config, number: number, options: Record<string, string | true>) =>
        (await import('../commands/budget.ts')).editFund(config, number, options),
      ),
    )
  fund
    .command('remove')
    .description('take a grant away')
    .argument('<fund>', 'its number', whole)
    .action(run(async (config, number: number) => (await import('../commands/budget.ts')).removeFund(config, number)))
}
