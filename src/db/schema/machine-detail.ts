import type { JsonWithDefault, Timestamp } from './column.ts'

/** What a machine's own answer tells; null where it does not. */
export interface MachineDetails {
  readonly image: string | null
  readonly flavor: string | null
  readonly vcpus: number | null
  readonly ramGb: number | null
  readonly rootDiskGb: number | null
  readonly ephemeralGb: number | null
  readonly privateIp: string | null
  readonly sshKeys: readonly string[] | null
  readonly securityRules: readonly SecurityRule[] | null
  readonly volumes: readonly AttachedVolume[] | null
}

/** What may come in or go out; without ports every port. */
export interface SecurityRule {
  readonly direction: string | null
  readonly protocol: string | null
  readonly ethertype: string | null
  readonly portFrom: number | null
  readonly portTo: number | null
  readonly remote: string | null
}

export interface AttachedVolume {
  readonly volumeId: string
  readonly name: string | null
  /** As the machine sees it: '/dev/vdb'. */
  readonly device: string | null
  readonly volumeType: string | null
  readonly sizeGb: number | null
  readonly isBootable: boolean | null
}

/** What a machine's own answer told from a moment on; a row for each change. */
export interface MachineDetailTable {
  account_id: number
  resource_id: string
  known_at: Timestamp
  /** When it was last asked. */
  read_at: Timestamp
  /** What the list said of the machine then: where it says something else, the machine is asked again. */
  listed: string
  /** Null where nothing was told. */
  details: MachineDetails | null
  raw: JsonWithDefault
}
