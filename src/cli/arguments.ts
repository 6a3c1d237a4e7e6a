import { Command, InvalidArgumentError } from 'commander'
import { readConfig, type Config } from '../config.ts'

/** A calendar day as an argument. */
export const day = (text: string): string => {
  const at = new Date(text)
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError('A day is written YYYY-MM-DD, such as 2026-03-01.')
  }
  return text
}

/** A whole number as an argument. */
export const whole = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.')
  return Number(text)
}

/** The code of a wallet as an argument, in capitals however it was typed. */
export const currencyCode = (text: string): string => {
  if (!/^[A-Za-z]{3}$/.test(text)) throw new InvalidArgumentError('A wallet is named by its code, such as USD.')
  return text.toUpperCase()
}

/** Gives a command the options that narrow it to a project, an owner or a cost center. */
export const addPartyOptions = (command: Command, shared: 'by shares' | 'whole'): Command =>
  command
    .option(
      '--project <name>',
      `of it alone, ${shared === 'whole' ? 'what is shared as a whole' : 'by its shares'}; 'not assigned' is what nobody has said`,
    )
    .option('--owner <name>', 'of this owner alone')
    .option('--cost-center <name>', 'of this cost center alone')

/** Commands that are about no account, or about all of them. */
const OF_NO_ACCOUNT = ['start', 'migrate', 'sandbox', 'account']

/** Gives every command that is about one account the option that names it. */
export function addAccountOption(program: Command): void {
  for (const command of program.commands) {
    if (OF_NO_ACCOUNT.includes(command.name())) continue
    if (command.commands.length > 0) addAccountOption(command)
    else command.option('--account <slug>', 'the account, by its short name; the first without it')
  }
}

/** Runs a command with the settings read, those of its account included; its result is the exit code. */
export const run =
  <Rest extends unknown[]>(action: (config: Config, ...rest: Rest) => Promise<number>) =>
  async (...rest: Rest): Promise<void> => {
    const command = rest.at(-1)
    const options: { account?: string } = command instanceof Command ? command.opts() : {}
    const { account = null } = options
    // Taken out, so that what is left of the options is the command's own.
    delete options.account
    process.exitCode = await action({ ...readConfig(), account }, ...rest)
  }
