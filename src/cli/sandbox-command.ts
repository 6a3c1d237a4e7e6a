import { InvalidArgumentError, Option, type Command } from 'commander'
import type { SandboxCommandOptions } from '../commands/sandbox.ts'
import { day, run, whole } from './arguments.ts'

/** Names of src/sandbox/faults, which are not read for the sake of a help text. */
const FAULTS =
  'rate-limited, rate-limited-retry-after, server-error, bad-gateway, proxy-page, truncated, dropped, slow, ' +
  'endless-pages, shifting-pages, duplicate-records, shuffled-records, refused-key, not-offered, clock-skew, ' +
  'other-case, zoneless-times, numbers-as-text, not-a-number, unknown-words, backwards'

function port(text: string): number {
  const given = whole(text)
  if (given > 65_535) throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
  return given
}

function gbPerTb(text: string): 1000 | 1024 {
  if (text !== '1000' && text !== '1024') throw new InvalidArgumentError('It takes 1000 or 1024.')
  return text === '1000' ? 1000 : 1024
}

/** The other side of the wire, alone. */
export function addSandboxCommand(program: Command): void {
  program
    .command('sandbox')
    .description('serve a Barrack account of its own, for trying things out')
    .addOption(new Option('--port <n>', 'port; 0 takes any free one').default(4010).argParser(port))
    .addOption(new Option('--seed <n>', 'another seed makes another account').default(1).argParser(whole))
    .addOption(new Option('--size <size>', 'how large an account').choices(['small', 'team', 'large']).default('small'))
    .option('--trace <file>', 'serve the tasks of this trace instead of a made-up account')
    .option('--first-day <day>', 'first day of the account; without it its history ends now', day)
    .addOption(new Option('--speed <factor>', 'let its clock run so many times as fast').argParser(whole))
    .option('--api-key <key>', 'let in this key only; without it any')
    .addOption(
      new Option('--hibernation <shape>', 'what hibernating does to a billing record')
        .choices(['records', 'one-record'])
        .default('records'),
    )
    .addOption(
      new Option('--snapshot-rule <rule>', 'how a snapshot is billed')
        .choices(['per_100gb', 'flat', 'per_tb'])
        .default('per_100gb'),
    )
    .addOption(
      new Option('--gb-per-tb <n>', 'how many GB the TB of the price list has: 1000 or 1024')
        .default(1000)
        .argParser(gbPerTb),
    )
    .addOption(
      new Option(
        '--spare-gpus <n>',
        'so many GPUs of each model in each region beyond what other customers leave',
      ).argParser(whole),
    )
    .addOption(
      new Option('--dialect <which>', 'other: paths, header, field names and units that differ, for trying the doctor')
        .choices(['contract', 'other'])
        .default('contract'),
    )
    .option('--bill-errors', 'put mistakes of each known cause in the bills')
    .option('--faults <names>', `let every tenth answer go wrong in these ways, separated by commas: ${FAULTS}`)
    .action(
      run(async (config, options: SandboxCommandOptions) =>
        (await import('../commands/sandbox.ts')).sandbox(config, options),
      ),
    )
}
