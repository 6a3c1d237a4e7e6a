import { InvalidArgumentError, Option, type Command } from 'commander'
import { DIMENSIONS, STRETCHES } from '../engine/index.ts'
import { addPartyOptions, currencyCode, day, run } from './arguments.ts'

/** A month as an argument. */
export const month = (text: string): string => {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text))
    throw new InvalidArgumentError('A month is written YYYY-MM, such as 2026-03.')
  return text
}

/** Reports of the books, beside the other exports. */
export function addBooksExports(exports: Command): void {
  addBookingsExports(exports)
  exports
    .command('assignments')
    .description('project, owner and cost center of each resource over time, as `import assignments` takes it')
    .option('--rules', 'the ordered rules instead')
    .action(
      run(async (config, options: { rules?: true }) =>
        (await import('../commands/books.ts')).exportAssignments(config, options),
      ),
    )
  addPartyOptions(
    exports
      .command('machines')
      .description('every machine with what it told of itself: image, size, addresses, volumes, what it is open to')
      .option('--with <columns>', 'columns after the usual ones, a row for each share: project,owner,cost_center')
      .option('--as-of <moment>', 'what was known then'),
    'whole',
  ).action(
    run(async (config, options: Record<string, string>) =>
      (await import('../commands/machines.ts')).exportMachines(config, options),
    ),
  )
  exports
    .command('statement')
    .description('each wallet: opening, top-ups, charges, closing, and what nothing explains')
    .option('--month <month>', 'a month; without it the one that runs', month)
    .option('--from <day>', 'first day, instead of a month', day)
    .option('--to <day>', 'the day after the last', day)
    .addOption(new Option('--by <stretch>', 'a line for each').choices(STRETCHES))
    .option('--currency <code>', 'one wallet only', currencyCode)
    .option('--closed', 'the file that the closed month keeps')
    .action(
      run(async (config, options: Record<string, string | true>) =>
        (await import('../commands/books.ts')).exportStatement(config, options),
      ),
    )
}

function addBookingsExports(exports: Command): void {
  exports
    .command('bookings')
    .description('what finance books of a month: lines to the cent from opening to closing credit')
    .requiredOption('--month <month>', 'such as 2026-03', month)
    .addOption(new Option('--format <form>', 'as').choices(['csv', 'xlsx', 'datev']).default('csv'))
    .addOption(new Option('--encoding <name>', 'of DATEV').choices(['utf-8', 'windows-1252']))
    .option('--currency <code>', 'one wallet only', currencyCode)
    .option('--closed', 'the CSV that the closed month keeps')
    .action(
      run(async (config, options: Record<string, string | true> & { format: string }) =>
        (await import('../commands/books.ts')).exportBookings(config, options),
      ),
    )
  addPartyOptions(
    exports
      .command('chargeback')
      .description('what each project, owner or cost center is charged for a month, will come to, and could avoid')
      .requiredOption('--month <month>', 'such as 2026-03', month)
      .addOption(new Option('--by <key>', 'whose share a line is').choices(DIMENSIONS).default('project'))
      .option('--name <name>', 'one of them alone')
      .addOption(new Option('--format <form>', 'as').choices(['csv', 'pdf']).default('csv')),
    'by shares',
  ).action(
    run(async (config, options: Record<string, string | true> & { format: string }) =>
      (await import('../commands/books.ts')).exportChargeback(config, options),
    ),
  )
  exports
    .command('bridge')
    .description("from the charges of the account's month to those of FOCUS's UTC month")
    .requiredOption('--month <month>', 'such as 2026-03', month)
    .action(
      run(async (config, options: { month: string }) =>
        (await import('../commands/books.ts')).exportBridge(config, options),
      ),
    )
  exports
    .command('ledger-accounts')
    .description('where bookings go, in the form of the import')
    .action(run(async (config) => (await import('../commands/books.ts')).exportLedgerAccounts(config)))
}

/** Closing a month, and opening it again. */
export function addBooksCommands(program: Command): void {
  program
    .command('close')
    .description(
      'close a month: its figures, assignments, rates and files are kept as they are; says what is still open',
    )
    .argument('<month>', 'such as 2026-03; months before it are closed with it', month)
    .option('--accept', 'close it in spite of what is still open')
    .option('--look', 'only say what is still open, or what a closed month came to be since, by record and cause')
    .option('--by <name>', 'who closes it')
    .option('--json', 'print what was kept, or what is still open, as JSON')
    .action(
      run(async (config, of: string, options: { accept?: true; look?: true; by?: string; json?: true }) =>
        (await import('../commands/close.ts')).close(config, of, options),
      ),
    )
  addPartyOptions(
    program
      .command('machines')
      .description('every machine with what it told of itself: image, size, volumes, security rules')
      .option('--json', 'JSON with all that was told, instead of a table'),
    'whole',
  ).action(
    run(async (config, options: Record<string, string | true>) =>
      (await import('../commands/machines.ts')).machines(config, options),
    ),
  )
  program
    .command('send-chargeback')
    .description('write the report of a project or owner to the channel that bears its name')
    .argument('<name>', 'the project, owner or cost center')
    .requiredOption('--month <month>', 'such as 2026-03', month)
    .addOption(new Option('--by <key>', 'what it is').choices(DIMENSIONS).default('project'))
    .action(
      run(async (config, name: string, options: { month: string; by: string }) =>
        (await import('../commands/books.ts')).sendChargeback(config, { name, ...options }),
      ),
    )
  program
    .command('calendar')
    .description('the entity that books the account, its fiscal year and week; says them where an option is given')
    .option('--entity <name>', 'the company, institute or group')
    .option('--fiscal-year-start <month>', '1 to 12')
    .option('--week-start <day>', '1 (Monday) to 7')
    .option('--datev-consultant <number>', 'Beraternummer')
    .option('--datev-client <number>', 'Mandantennummer')
    .option('--datev-account-length <digits>', 'Sachkontenlänge, 4 to 8')
    .action(
      run(async (config, options: Readonly<Record<string, string>>) =>
        (await import('../commands/books.ts')).calendar(config, options),
      ),
    )
  program
    .command('reopen')
    .description('open the last closed month again, as its admin (QM_ADMIN_TOKEN where it is set); who and why is kept')
    .argument('<month>', 'such as 2026-03', month)
    .requiredOption('--reason <words>', 'why')
    .option('--by <name>', 'who opens it')
    .action(
      run(async (config, of: string, options: { reason: string; by?: string }) =>
        (await import('../commands/close.ts')).reopen(config, of, options),
      ),
    )
}
