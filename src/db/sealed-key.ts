import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'

const FORM = 'qm1'
const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 }

/** The secret is not the one that it was sealed with, or what was sealed was changed since. */
export class SealError extends Error {
  override name = 'SealError'
}

/**
 * Seals an API key for the store: AES-256-GCM under a key that scrypt makes from the secret and a salt of its own.
 * `bond` (which account, at which address) is bound to it: the same text in another row, or beside another address, does
 * not open. The form is 'qm1.<salt>.<nonce>.<tag>.<text>' in base64url.
 */
export async function sealKey(key: string, secret: string, bond: string): Promise<string> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)]
  const cipher = createCipheriv(CIPHER, await derive(secret, salt), nonce).setAAD(Buffer.from(bond))
  const text = Buffer.concat([cipher.update(key, 'utf8'), cipher.final()])
  return [FORM, ...[salt, nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join('.')
}

/** Opens what `sealKey` sealed. @throws SealError where it was sealed with another secret or for another bond. */
export async function openKey(sealed: string, secret: string, bond: string): Promise<string> {
  const [form, ...parts] = sealed.split('.')
  const [salt, nonce, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'))
  if (form !== FORM || !salt || !nonce || tag?.length !== 16 || !text)
    throw new SealError('It is not in the form of a sealed key.')
  try {
    const decipher = createDecipheriv(CIPHER, await derive(secret, salt), nonce, { authTagLength: 16 })
    decipher.setAAD(Buffer.from(bond)).setAuthTag(tag)
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new SealError('It was sealed with another secret, or changed since.', { cause: error })
  }
}

/** What a key is bound to: the account and the origin that it may be sent to. */
export function bondOf(slug: string, baseUrl: string): string {
  return `${slug} ${new URL(baseUrl).origin}`
}

function derive(secret: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
