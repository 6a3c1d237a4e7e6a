import type { EndpointName } from '../../barrack/contract/index.ts'
import type { EndpointMap } from '../../barrack/endpoint-map.ts'
import type { DoctorReport } from './doctor-report.ts'
import { HOUSE_SPELLINGS, spell, type Spelling } from './path-spellings.ts'
import type { Credentials, Probe } from './probe.ts'

/** Where the spelling and the header are tried, and what is looked for first. */
export const FIRST: readonly EndpointName[] = ['instances', 'volumes', 'pricing', 'balance']

/**
 * How the paths of this API are spelled, and the first header that is not refused. Some APIs ask for the key before they
 * look for the path, others look first: a refusal tells nothing of the path, and a 404 nothing of the key.
 */
export async function findEntrance(
  probe: Probe,
  configured: Credentials,
  endpoints: EndpointMap,
): Promise<{ auth: DoctorReport['auth']; house: Spelling }> {
  let auth: DoctorReport['auth'] = { accepted: false, use: configured, tried: [shown(configured)] }
  for (const name of FIRST) {
    for (const house of HOUSE_SPELLINGS) {
      const path = spell(endpoints[name].path, house)
      let { status } = await probe.get(path)
      if (isRefusal(status) && !auth.accepted) {
        const found = await findCredentials(probe, configured, path)
        auth = found.auth
        if (!auth.accepted) return { auth, house: [] }
        probe.use(auth.use)
        status = found.status
      }
      if (status === 404 || (status >= 300 && status < 400)) continue
      return { auth: { ...auth, accepted: true }, house }
    }
  }
  return { auth, house: [] }
}

/** Tries the known headers at a path that refused the configured one. */
async function findCredentials(
  probe: Probe,
  configured: Credentials,
  path: string,
): Promise<{ auth: DoctorReport['auth']; status: number }> {
  const tried = [shown(configured)]
  for (const credentials of [
    { header: 'Authorization', scheme: 'Bearer' },
    { header: 'X-API-Key', scheme: '' },
    { header: 'api_key', scheme: '' },
    { header: 'Authorization', scheme: '' },
    { header: 'Authorization', scheme: 'Token' },
  ]) {
    if (tried.includes(shown(credentials))) continue
    tried.push(shown(credentials))
    const { status } = await probe.get(path, {}, credentials)
    if (!isRefusal(status)) return { auth: { accepted: true, use: credentials, tried }, status }
  }
  return { auth: { accepted: false, use: configured, tried }, status: 401 }
}

export function isRefusal(status: number): boolean {
  return status === 401 || status === 403
}

function shown({ header, scheme }: Credentials): string {
  return `${header}: ${scheme === '' ? '' : `${scheme} `}<key>`
}
