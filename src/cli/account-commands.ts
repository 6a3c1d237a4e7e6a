import type { Command } from 'commander'
import type { ConnectionOptions } from '../commands/account.ts'
import { run } from './arguments.ts'

/** The accounts that are read. */
export function addAccountCommands(program: Command): void {
  const account = program.command('account').description('the accounts that are read').exitOverride()
  account
    .command('list')
    .description('print them: where they are read from, their key (never the key itself), last reading, balances')
    .option('--json', 'JSON instead of a table')
    .action(
      run(async (config, options: { json?: true }) =>
        (await import('../commands/account.ts')).listAccounts(config, options),
      ),
    )

  const add = account
    .command('add')
    .description('add one; its API key is asked for, or taken from stdin, and sealed with QM_SECRET')
    .argument('<slug>', 'its short name: lower-case letters, digits, hyphens')
  connectionOptions(add).action(
    run(async (config, slug: string, options: ConnectionOptions) =>
      (await import('../commands/account.ts')).addAccount(config, slug, options),
    ),
  )

  const change = account.command('change').description('change how one is told or reached').argument('<slug>')
  connectionOptions(change)
    .option('--new-key', 'ask for a new API key, or take it from stdin')
    .action(
      run(async (config, slug: string, options: ConnectionOptions & { newKey?: true }) =>
        (await import('../commands/account.ts')).changeAccount(config, slug, options),
      ),
    )

  account
    .command('remove')
    .description('delete one with all that was read of it; says what that is, and asks')
    .argument('<slug>')
    .option('--export <folder>', 'save its charges, prices and bills there first')
    .option('--yes', 'do not ask')
    .action(
      run(async (config, slug: string, options: { export?: string; yes?: true }) =>
        (await import('../commands/account.ts')).removeAccount(config, slug, options),
      ),
    )
}

const connectionOptions = (command: Command): Command =>
  command
    .option('--name <name>', 'as pages show it')
    .option('--zone <zone>', 'whose calendar days count, such as Europe/Oslo')
    .option('--url <address>', 'where its API is; BARRACK_URL without it')
    .option('--header <name>', 'the header that carries the key')
    .option('--scheme <word>', "what stands before the key; 'none' for the bare key")
    .option('--map <file>', 'what of its API differs from the contract, as qm doctor --save writes it')
    .option(
      '--key-from <variable>',
      'leave the key in this environment variable (BARRACK_API_KEY_...) and do not store it',
    )
