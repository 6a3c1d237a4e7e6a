import { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** An address that messages may not go to. */
export class RefusedAddressError extends Error {
  override name = 'RefusedAddressError'
}

/** Networks that are not the internet: this machine, private and shared ones, those of tunnels to them, and no unicast. */
const PRIVATE = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]

const privateNetworks = networks(PRIVATE)

/**
 * Keeps messages out of private networks: who can write a channel must not make this server speak to its neighbours.
 * The address is looked at when the connection is made, so that a name cannot point elsewhere a moment later.
 */
export function addressGuard(allowed: readonly string[]) {
  const names = new Set(allowed.map((host) => host.toLowerCase()))
  const allowedNetworks = networks(allowed.filter((host) => isIP(host.split('/')[0]!) !== 0))

  /** One private address among those of a name is enough: any of them may be taken. */
  const refusal = (host: string, found: readonly { readonly address: string }[]): RefusedAddressError | null => {
    if (names.has(host.toLowerCase())) return null
    const refused = found.find(({ address }) => {
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
      return privateNetworks.check(address, family) && !allowedNetworks.check(address, family)
    })
    if (!refused) return null
    const shown = host === refused.address ? host : `${host} (${refused.address})`
    return new RefusedAddressError(`${shown} is a private address; QM_PRIVATE_HOSTS can allow it.`)
  }

  const guardedLookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const problem = error ?? refusal(hostname, found)
      if (problem) callback(problem, [])
      else if (options.all) callback(null, found)
      else callback(null, found[0]!.address, found[0]!.family)
    })
  }

  return {
    /** For the `lookup` of a request; names alone pass through it. */
    lookup: guardedLookup,
    /** The same for a host that is an address already. @throws RefusedAddressError */
    checkLiteral(hostname: string): void {
      const address = hostname.replace(/^\[|\]$/g, '')
      const refused = isIP(address) === 0 ? null : refusal(address, [{ address }])
      if (refused) throw refused
    },
  }
}

export type AddressGuard = ReturnType<typeof addressGuard>

function networks(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address, prefix] = entry.split('/') as [string, string?]
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}
