import { text } from 'node:stream/consumers'
import { CommandError, say } from './talk.ts'

const ENTER = ['\r', '\n', '\u0004']
const INTERRUPT = '\u0003'
const BACKSPACE = ['\u007f', '\b']

/**
 * What must not be seen: typed without an echo, or from stdin where that is no terminal. Never an argument, which every
 * user of the machine could read in the list of processes. @throws CommandError where nothing came.
 */
export async function readSecret(question: string): Promise<string> {
  const { stdin } = process
  const secret = (stdin.isTTY ? await typed(question) : await text(stdin)).trim()
  if (secret === '') throw new CommandError('No key came. Type it when asked, or give it on stdin: ... < key-file', 2)
  return secret
}

function typed(question: string): Promise<string> {
  const { stdin } = process
  process.stderr.write(question)
  return new Promise((resolve, reject) => {
    let value = ''
    const end = (result: () => void) => {
      stdin.off('data', take).setRawMode(false).pause()
      say('')
      result()
    }
    const take = (chunk: string) => {
      for (const character of chunk) {
        if (ENTER.includes(character)) {
          end(() => resolve(value))
          return
        }
        if (character === INTERRUPT) {
          end(() => reject(new CommandError('Nothing was changed.')))
          return
        }
        value = BACKSPACE.includes(character) ? value.slice(0, -1) : value + character
      }
    }
    stdin.setRawMode(true).setEncoding('utf8').on('data', take).resume()
  })
}
