import type { EndpointName } from '../../barrack/contract/index.ts'
import type { ApiMap, EndpointOverride } from '../../barrack/endpoint-map.ts'
import type { Credentials } from './probe.ts'

/**
 * found: it is read as it is or with the proposed map; needs mapping: something answers there that we cannot read;
 * not offered: at no path that was tried; refused: the key may not; failed: no usable answer; not tried: requests spent, or nothing there to ask about.
 */
export type SourceState = 'found' | 'needs mapping' | 'not offered' | 'refused' | 'failed' | 'not tried'

export interface DoctorSource {
  readonly name: EndpointName
  readonly state: SourceState
  readonly path: string
  readonly tried: readonly string[]
  readonly rows: number | null
  readonly total: number | null
  readonly unknownFields: readonly string[]
  readonly reason: string | null
  /** The answer with names, ids and addresses made unreadable. */
  readonly sample: unknown
}

export interface DoctorReport {
  readonly baseUrl: string
  readonly requests: number
  readonly auth: {
    readonly accepted: boolean
    readonly use: Credentials
    /** As 'Authorization: Bearer <key>'. */
    readonly tried: readonly string[]
  }
  /** Their clock less ours; null where they do not tell. */
  readonly clockSkewMs: number | null
  /** What the answers said of a limit of requests. */
  readonly rateLimit: Readonly<Record<string, string>>
  readonly sources: readonly DoctorSource[]
  /** What differs from the contract: the content of the file that BARRACK_ENDPOINTS names. */
  readonly endpoints: Readonly<Record<string, EndpointOverride>>
}

/** What of the contract's way to send a key differs, with all else that does: the whole map of an API. */
export function mapOf({ auth, endpoints }: Pick<DoctorReport, 'auth' | 'endpoints'>): ApiMap {
  const isUsual = auth.use.header === 'Authorization' && auth.use.scheme === 'Bearer'
  return { auth: auth.accepted && !isUsual ? auth.use : null, endpoints }
}
