import { InvalidArgumentError, type Command } from 'commander'
import { day, run } from './arguments.ts'

/** A month as an argument. */
export const month = (text: string): string => {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text))
    throw new InvalidArgumentError('A month is written YYYY-MM, such as 2026-03.')
  return text
}

/** Reports of the books, beside the other exports. */
export function addBooksExports(exports: Command): void {
  exports
    .command('assignments')
    .description('project, owner and cost center of each resource over time, as `import assignments` takes it')
    .option('--rules', 'the ordered rules instead')
    .action(
      run(async (config, options: { rules?: true }) =>
        (await import('../commands/books.ts')).exportAssignments(config, options),
      ),
    )
  exports
    .command('statement')
    .description('each wallet: opening, top-ups, charges, closing, and what nothing explains')
    .option('--month <month>', 'a month; without it the one that runs', month)
    .option('--from <day>', 'first day, instead of a month', day)
    .option('--to <day>', 'the day after the last', day)
    .option('--by <stretch>', 'day or month')
    .option('--currency <code>', 'one wallet only')
    .action(
      run(async (config, options: Record<string, string>) =>
        (await import('../commands/books.ts')).exportStatement(config, options),
      ),
    )
}
