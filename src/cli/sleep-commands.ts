import type { Command } from 'commander'
import { run, whole } from './arguments.ts'

/** What owners and the account say about sleep, and what was done. */
export function addSleepCommands(program: Command): void {
  program
    .command('needed')
    .description('when a machine is needed, as its owner says once; without options what was said')
    .argument('<machine>', 'its name or id')
    .argument('[when]', 'learned (as its habits show), working-hours or always')
    .option('--from <hour>', 'working hours of its own, Monday to Friday', whole)
    .option('--to <hour>', 'their end', whole)
    .option('--sleep <when>', "'any' or 'nights': when it may sleep")
    .option('--keep-ip', 'its public IP must stay')
    .option('--no-keep-ip', 'it need not stay')
    .option('--miss <amount>', "what a needed hour without it costs, in its wallet; 'caution' goes by the caution")
    .option('--dismiss <reason>', 'the advice is not wanted, and why')
    .option('--wanted', 'the advice is wanted again')
    .option('--by <name>', 'who says so; without it your user name')
    .action(
      run(async (config, machine: string, when: string | undefined, options: Record<string, never>) =>
        (await import('../commands/sleep.ts')).needed(config, machine, when, options),
      ),
    )

  program
    .command('sleep-settings')
    .description('how machines are advised on, as JSON; changes what an option says')
    .option('--ask-words <words>', 'in a name they make a machine that never stops worth a question; with commas')
    .option('--ask-after-days <n>', 'on without a pause for so long is worth a question', whole)
    .option('--minimum-hours <n>', 'a sleep lasts no shorter', Number)
    .option('--hibernate-minutes <n>', 'hibernating takes so long', Number)
    .option('--restore-minutes <n>', 'a restore begins so long before a machine is needed', Number)
    .option('--failures <percent>', 'a schedule holds no restore that may fail more often, 19 times in 20 sure', Number)
    .action(
      run(async (config, options: Record<string, never>) =>
        (await import('../commands/sleep.ts')).sleepSettings(config, options),
      ),
    )

  program
    .command('audit')
    .description('what was done to plans and machines, by whom, as CSV, newest first')
    .option('--with <columns>', 'columns after the usual ones: project,owner,cost_center or some of them')
    .option('--json', 'the last 100 entries as JSON')
    .action(
      run(async (config, options: { with?: string; json?: true }) =>
        (await import('../commands/sleep.ts')).audit(config, options),
      ),
    )
}
