import { Command, CommanderError } from 'commander'
import packageJson from '../package.json' with { type: 'json' }
import { addAccountCommands } from './cli/account-commands.ts'
import { addAccountOption } from './cli/arguments.ts'
import { addAlertCommands } from './cli/alert-commands.ts'
import { addBooksCommands } from './cli/books-commands.ts'
import { addBudgetCommands } from './cli/budget-commands.ts'
import { addExportCommands } from './cli/export-commands.ts'
import { addImportCommands } from './cli/import-commands.ts'
import { addPlanCommands } from './cli/plan-commands.ts'
import { addNotifyCommands } from './cli/notify-commands.ts'
import { addPlanningCommands } from './cli/planning-commands.ts'
import { addScenarioCommands } from './cli/scenario-commands.ts'
import { addSandboxCommand } from './cli/sandbox-command.ts'
import { addSleepCommands } from './cli/sleep-commands.ts'
import { addStoreCommands } from './cli/store-commands.ts'
import { addTokenCommands } from './cli/token-commands.ts'
import { CommandError, say } from './commands/talk.ts'
import { SettingsError } from './config.ts'
import { StoreError } from './db/store-error.ts'

const program = new Command('qm')
  .description('Quartermaster: cost and capacity planner for the Barrack GPU cloud.')
  .version(packageJson.version)
  .showHelpAfterError('(add --help for what it takes)')
  .exitOverride()
  // So that --version after a command is the command's own.
  .enablePositionalOptions()
  .addHelpText(
    'after',
    '\nData goes to stdout, talk and progress to stderr. Exit codes: 0 ok, 1 failed, 2 wrong use, 3 partial.\nSettings come from the environment or .env; README lists them.',
  )

addStoreCommands(program)
addAccountCommands(program)
addScenarioCommands(program)
addPlanningCommands(program)
addPlanCommands(program)
addSleepCommands(program)
addTokenCommands(program)
addExportCommands(program)
addBooksCommands(program)
addImportCommands(program)
addBudgetCommands(program)
addAlertCommands(program)
addNotifyCommands(program)
addSandboxCommand(program)
addAccountOption(program)

// `| head` has read enough: that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
} finally {
  // A command that waited for its launcher's end would be kept alive by the channel to it.
  if (process.connected) process.disconnect()
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof SettingsError) {
    say(error.message)
    return 2
  }
  if (error instanceof CommandError || error instanceof StoreError) {
    say(error.message)
    return error instanceof CommandError ? error.exitCode : 1
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 1
}
