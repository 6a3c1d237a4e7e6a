import { Argument, type Command } from 'commander'
import { run, whole } from './arguments.ts'

/** Where messages go, and what became of them. */
export function addNotifyCommands(program: Command): void {
  const notify = program.command('notify').description('where messages go, and what became of them').exitOverride()
  notify
    .command('channels')
    .description('print the channels')
    .option('--json', 'JSON instead of a table')
    .action(
      run(async (config, options: { json?: true }) =>
        (await import('../commands/notify.ts')).listChannels(config, options),
      ),
    )
  notify
    .command('add')
    .description('add a channel; the key that signs the messages of a webhook is printed once')
    .argument('<name>', 'what to call it')
    .addArgument(new Argument('<kind>', 'what it is').choices(['webhook', 'slack', 'mail']))
    .argument('<target>', 'the address of the web, or mail addresses separated by commas')
    .option('--secret <key>', "sign with this key ('whsec_' and Base64) instead of a new one")
    .action(
      run(async (config, name: string, kind: string, target: string, options: { secret?: string }) =>
        (await import('../commands/notify.ts')).addChannel(config, { name, kind, target, ...options }),
      ),
    )
  notify
    .command('test <channel>')
    .description('send a test message now; by name or number')
    .action(
      run(async (config, channel: string) => (await import('../commands/notify.ts')).testChannel(config, channel)),
    )
  notify
    .command('remove <channel>')
    .description('take a channel away; by name or number')
    .action(
      run(async (config, channel: string) => (await import('../commands/notify.ts')).removeChannel(config, channel)),
    )
  notify
    .command('messages')
    .description('print what was written to be sent, newest first, with each try')
    .option('--json', 'JSON instead of a table')
    .action(
      run(async (config, options: { json?: true }) =>
        (await import('../commands/notify.ts')).listMessages(config, options),
      ),
    )
  notify
    .command('retry')
    .description('try again now what was given up')
    .argument('<message>', 'its number', whole)
    .action(
      run(async (config, message: number) => (await import('../commands/notify.ts')).retryMessage(config, message)),
    )
}
