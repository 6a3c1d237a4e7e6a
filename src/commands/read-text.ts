import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { CommandError } from './talk.ts'

/** The text of a file that a command was given; - is stdin. @throws CommandError where it cannot be read. */
export async function readText(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${whyNot(error as NodeJS.ErrnoException)}`, 2)
  }
}

function whyNot({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file.'
  if (code === 'EISDIR') return 'it is a folder, not a file.'
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it.'
  return message
}
