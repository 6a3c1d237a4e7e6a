import type { Command } from 'commander'
import type { DoctorCommandOptions } from '../commands/doctor.ts'
import { run } from './arguments.ts'

/** What reads an account, and what looks after the store. */
export function addStoreCommands(program: Command): void {
  program
    .command('start')
    .description('read the account on a schedule and serve the dashboard')
    .option('--apply', 'put machines to sleep and wake them as approved plans say; needs BARRACK_APPLY_KEY')
    .action(
      run(async (config, options: { apply?: true }) => (await import('../commands/start.ts')).start(config, options)),
    )

  program
    .command('ingest')
    .description('read the account once, now')
    .option('--json', 'print what was read as one JSON object')
    .action(
      run(async (config, options: { json?: true }) => (await import('../commands/ingest.ts')).ingest(config, options)),
    )

  program
    .command('readings')
    .description('when each source was read and is read next, how many requests that takes, what is estimated since')
    .option('--json', 'JSON')
    .action(
      run(async (config, options: { json?: true }) =>
        (await import('../commands/readings.ts')).readings(config, options),
      ),
    )

  const quarantine = program.command('quarantine').description('what was read and not understood').exitOverride()
  quarantine
    .command('list')
    .description('print it, a JSON object a line')
    .action(run(async (config) => (await import('../commands/quarantine.ts')).listQuarantine(config)))
  quarantine
    .command('retry')
    .description('try again to understand it, after an upgrade above all')
    .action(run(async (config) => (await import('../commands/quarantine.ts')).retry(config)))

  program
    .command('doctor')
    .description("find out how your account's API differs from the contract; reads only")
    .option('--json', 'print the whole report as one JSON object')
    .option('--save <file>', 'write the map for BARRACK_ENDPOINTS to this file')
    .option('--sample <file>', 'ask nobody: look at a saved answer (JSON) or the recording of a browser (HAR)')
    .option('--bundle <file>', 'write what a bug report needs, without names, ids, amounts and keys, to this file')
    .action(
      run(async (config, options: DoctorCommandOptions) =>
        (await import('../commands/doctor.ts')).doctor(config, options),
      ),
    )

  program
    .command('migrate')
    .description('bring the store to this version')
    .action(run(async (config) => (await import('../commands/migrate.ts')).migrate(config)))
}
