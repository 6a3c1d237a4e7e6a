import type { ChargeState } from '../../engine/index.ts'

/** How the account's API is called by hand. */
export interface BarrackAddress {
  readonly url: string
  readonly authHeader: string
  /** '' for the bare key. */
  readonly authScheme: string
}

/** A call of Barrack's API to be pasted in a shell; the key comes from there, and so may the address. */
export function curlLine(barrack: BarrackAddress, method: 'POST' | 'DELETE', path: string): string {
  return `curl -X ${method} "${barrack.url}${path}" ${header(barrack)}`
}

/** What stops the cost of a machine: sleep where it can, else its deletion; a machine that is shut off cannot go to sleep. */
export function stopLine(
  barrack: BarrackAddress,
  { resourceId, gpuModel, state }: { resourceId: string; gpuModel: string | null; state: ChargeState },
  sleepless: ReadonlySet<string>,
): string {
  const path = `/api/instances/${encodeURIComponent(resourceId)}/`
  const remove = curlLine(barrack, 'DELETE', path)
  if (gpuModel !== null && sleepless.has(gpuModel)) return `cannot hibernate; deletes it with what is on it: ${remove}`
  if (state === 'shutoff') return `is shut off, so it cannot hibernate before it is started; deletes it: ${remove}`
  return curlLine(barrack, 'POST', `${path}hibernate/`)
}

/** One line for many machines: what is burning is not stopped by pasting ten lines. */
export function loopLine(
  barrack: BarrackAddress,
  resourceIds: readonly string[],
  deed: 'hibernate' | 'delete',
): string {
  const ids = resourceIds.map((id) => encodeURIComponent(id)).join(' ')
  const [method, path] = deed === 'hibernate' ? ['POST', '$id/hibernate/'] : ['DELETE', '$id/']
  return `for id in ${ids}; do curl -X ${method} "${barrack.url}/api/instances/${path}" ${header(barrack)}; done`
}

const header = ({ authHeader, authScheme }: BarrackAddress) =>
  `-H "${authHeader}: ${authScheme === '' ? '' : `${authScheme} `}$BARRACK_API_KEY"`
