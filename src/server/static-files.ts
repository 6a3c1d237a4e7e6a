import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { Context, MiddlewareHandler } from 'hono'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}
const COMPRESSED = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.txt'])
/** Vite writes the hash of the content into these names, so that they can be kept for ever. */
const HASHED = /-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) }
type Encoding = keyof typeof compress

interface StaticFile {
  readonly version: string
  readonly etag: string
  readonly body: Buffer<ArrayBuffer>
  readonly compressed: Map<Encoding, Buffer<ArrayBuffer>>
}

/**
 * Serves the built page: its files, and `index.html` for every path without an extension (the page routes by itself).
 * Files are kept in memory, compressed once, and read again when they changed on disk.
 */
export function staticFiles(root: string): MiddlewareHandler {
  const files = new Map<string, StaticFile>()
  return async function serveStatic(c, next) {
    if (c.req.path.startsWith('/api/')) return next()
    const path = pathOf(c.req.path)
    const name = extname(path) === '' ? '/index.html' : path
    const absolute = resolve(root, `.${name}`)
    if (!absolute.startsWith(resolve(root) + sep)) return next()
    const file = await loadFile(files, absolute)
    return file ? answer(c, name, file) : next()
  }
}

function pathOf(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

async function loadFile(files: Map<string, StaticFile>, path: string): Promise<StaticFile | null> {
  try {
    const { mtimeMs, size } = await stat(path)
    const version = `${mtimeMs}-${size}`
    const known = files.get(path)
    if (known?.version === version) return known
    const body = await readFile(path)
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    const file = { version, etag, body, compressed: new Map<Encoding, Buffer<ArrayBuffer>>() }
    files.set(path, file)
    return file
  } catch {
    // Not there, or a folder: the next handler says so.
    return null
  }
}

async function answer(c: Context, name: string, file: StaticFile): Promise<Response> {
  const extension = extname(name)
  c.header('etag', file.etag)
  c.header('vary', 'accept-encoding')
  c.header('cache-control', HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (c.req.header('if-none-match')?.includes(file.etag)) return c.body(null, 304)
  c.header('content-type', TYPES[extension] ?? 'application/octet-stream')
  const encoding = COMPRESSED.has(extension) ? encodingOf(c.req.header('accept-encoding')) : null
  if (encoding === null) return c.body(file.body)
  let body = file.compressed.get(encoding)
  if (!body) file.compressed.set(encoding, (body = await compress[encoding](file.body)))
  c.header('content-encoding', encoding)
  return c.body(body)
}

function encodingOf(accepted = ''): Encoding | null {
  const offered = accepted.split(',').map((part) => part.trim())
  const takes = (encoding: Encoding) =>
    offered.some((part) => part === encoding || (part.startsWith(`${encoding};`) && !/;\s*q=0(\.0+)?$/.test(part)))
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : null
}
