import { InvalidArgumentError } from 'commander'
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

/** Runs a command with the settings read; its result is the exit code. */
export const run =
  <Rest extends unknown[]>(command: (config: Config, ...rest: Rest) => Promise<number>) =>
  async (...rest: Rest): Promise<void> => {
    process.exitCode = await command(readConfig(), ...rest)
  }
