import { Option, type Command } from 'commander'
import { run } from './arguments.ts'

/** Other ways of doing it: compared, and kept under a name. */
export function addScenarioCommands(program: Command): void {
  program
    .command('what-if')
    .description('compare scenarios with the plan as it stands, or find the cheapest way of a piece of work')
    .argument('<file>', 'JSON as POST /api/v1/what-if or /what-if/optimise takes it, or one scenario; - reads stdin')
    .addOption(new Option('--by <step>', 'rows of the CSV').choices(['month', 'day']).default('month'))
    .addOption(new Option('--split <by>', 'the total by whose it is, too').choices(['project', 'owner', 'cost_center']))
    .option('--json', 'JSON instead of CSV')
    .option('--pieces', 'with --json: the hours and prices that make each line, too')
    .action(
      run(async (config, file: string, options: { by: string; json?: true; pieces?: true; split?: string }) =>
        (await import('../commands/what-if.ts')).whatIfFile(config, file, options),
      ),
    )

  const scenario = program
    .command('scenario')
    .description('scenarios that are saved; without a word more, each with its changes')
    .exitOverride()
  scenario
    .command('list', { isDefault: true })
    .description('each with its changes')
    .option('--json', 'JSON instead of text')
    .action(
      run(async (config, options: { json?: true }) =>
        (await import('../commands/scenario.ts')).listScenarios(config, options),
      ),
    )
  scenario
    .command('save')
    .description('save those of a file, each over the one of its name')
    .argument('<file>', 'JSON as what-if takes it, or one scenario; - reads stdin')
    .action(run(async (config, file: string) => (await import('../commands/scenario.ts')).saveScenarios(config, file)))
  scenario
    .command('show')
    .description('as JSON: qm scenario show A B | qm what-if -')
    .argument('<names...>', 'one or several')
    .action(
      run(async (config, names: string[]) => (await import('../commands/scenario.ts')).showScenarios(config, names)),
    )
  scenario
    .command('remove')
    .description('remove a saved one')
    .argument('<name>', 'its name')
    .action(run(async (config, name: string) => (await import('../commands/scenario.ts')).removeScenario(config, name)))
  scenario
    .command('schema')
    .description('the JSON schema of what a file of scenarios may hold')
    .option('--work', 'of a piece of work to be optimised')
    .action(
      run(async (config, options: { work?: true }) =>
        (await import('../commands/scenario.ts')).scenarioSchema(config, options),
      ),
    )
}
