import { generateKeyPairSync } from 'node:crypto'
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import { stateAt } from '../ledger.ts'
import { commandMoment, nextNumber, type Sandbox, type SshKey } from '../sandbox.ts'
import { regionSchema, requireFreeName } from './names.ts'

const MOST_PER_REGION = 25
const KEY_BITS = 2048

export const sshKeySchema = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,50}$/, '1 to 50 letters, digits, "_", "-" or "." are allowed')
    .describe('Of its own in the account; instances are deployed with it'),
  region: regionSchema,
  public_key: z
    .string()
    .max(4096)
    .regex(/^(ssh-rsa|ssh-ed25519|ecdsa-sha2-\S+) [A-Za-z0-9+/=]+( .*)?$/, 'is no public key in OpenSSH form')
    .optional()
    .describe('In OpenSSH form; without it a pair is made, and the answer holds its private half this once'),
})

/** Keys that the machines of the script were made with: the account has had them from its first day. */
export function addTeamKeys({ sshKeys, account }: Sandbox): void {
  for (const [name, region] of [
    ['oslo-team', 'NORWAY-1'],
    ['platform-team', 'CANADA-1'],
  ] as const) {
    const createdAt = account.firstAt
    sshKeys.put(name, { id: name, name, region, publicKey: `ssh-rsa AAAAB3NzaC1yc2E ${name}`, createdAt }, createdAt)
  }
}

/** Takes a public key, or makes an RSA pair of 2048 bits whose private half is in this answer and nowhere else. */
export function createSshKey(
  sandbox: Sandbox,
  asked: z.output<typeof sshKeySchema>,
): { key: SshKey; privateKey: string | null } {
  const at = commandMoment(sandbox)
  const keys = sandbox.sshKeys.list(at)
  requireFreeName('SSH key', asked.name, keys)
  if (keys.filter(({ region }) => region === asked.region).length >= MOST_PER_REGION)
    throw new ApiError('unprocessable', `At most ${MOST_PER_REGION} SSH keys in ${asked.region}`)
  const made = asked.public_key === undefined ? generatePair(asked.name) : null
  const id = `KEY-${nextNumber(sandbox)}`
  const publicKey = asked.public_key ?? made?.publicKey ?? ''
  const key = { id, name: asked.name, region: asked.region, publicKey, createdAt: at }
  sandbox.sshKeys.put(id, key, at)
  return { key, privateKey: made?.privateKey ?? null }
}

export function deleteSshKey(sandbox: Sandbox, key: SshKey): void {
  const at = commandMoment(sandbox)
  const user = sandbox.account
    .existing('instance', at)
    .find(({ sshKeys, ledger }) => sshKeys.includes(key.name) && stateAt(ledger, at) === 'ACTIVE')
  if (user) throw new ApiError('conflict', `SSH key ${key.name} is in use by ${user.name}, which is ACTIVE`)
  sandbox.sshKeys.remove(key.id, at)
}

function generatePair(comment: string): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: KEY_BITS })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  const wire = Buffer.concat([
    sshString(Buffer.from('ssh-rsa')),
    sshInteger(Buffer.from(e, 'base64url')),
    sshInteger(Buffer.from(n, 'base64url')),
  ])
  return {
    publicKey: `ssh-rsa ${wire.toString('base64')} ${comment}`,
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  }
}

/** RFC 4251: the length in four bytes, then the bytes. */
function sshString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** RFC 4251: a leading zero keeps a number with its high bit set from being negative. */
function sshInteger(bytes: Buffer): Buffer {
  return sshString((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}
