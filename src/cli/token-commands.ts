import type { Command } from 'commander'
import { run, whole } from './arguments.ts'

/** How machines without Prometheus tell the use of their GPUs. */
export function addTokenCommands(program: Command): void {
  program
    .command('push-script')
    .description('the script that tells the use of a GPU machine every five minutes, for machines without Prometheus')
    .action(run(async (config) => (await import('../commands/token.ts')).pushScriptFile(config)))

  const token = program
    .command('token')
    .description('tokens that can tell the use of GPUs and do nothing else')
    .exitOverride()
  token
    .command('list')
    .description('as CSV')
    .action(run(async (config) => (await import('../commands/token.ts')).tokenList(config)))
  token
    .command('add')
    .description('makes one; its secret goes to stdout, this once')
    .argument('<name>', 'what it is for')
    .option('--by <name>', 'who makes it; without it your user name')
    .action(
      run(async (config, name: string, options: { by?: string }) =>
        (await import('../commands/token.ts')).tokenAdd(config, name, options),
      ),
    )
  token
    .command('revoke')
    .description('makes one worthless')
    .argument('<id>', 'number of the token', whole)
    .action(run(async (config, id: number) => (await import('../commands/token.ts')).tokenRevoke(config, id)))
}
