/** Takes the data folder of its argument, says so, and holds it until it is killed or its input ends. */
import { acquireDataDirLock } from '../../../src/db/data-dir-lock.ts'

const [, , dataDir = ''] = process.argv
try {
  const lock = acquireDataDirLock(dataDir)
  lock.announce('http://127.0.0.1:3999')
  process.stdout.write(`held ${lock.uncleanEnd ? 'unclean' : 'clean'}\n`)
  process.stdin.on('end', () => {
    lock.release()
  })
  process.stdin.resume()
} catch (error) {
  process.stdout.write(`${(error as Error).name}\n`)
}
