import type { Dimension } from '../../engine/index.ts'
import type { MachinesDto } from '../dto/machines.ts'
import type { MachineShare } from '../services/machine-shares.ts'
import { csvLine, numberCell, textCell } from './csv.ts'
import { shareCells, shareHeader } from './share-cells.ts'

const COLUMNS = [
  ...['resource', 'name', 'status', 'gone', 'region', 'tier', 'gpu_model', 'gpu_count', 'image', 'flavor', 'vcpus'],
  ...['ram_gb', 'root_disk_gb', 'ephemeral_gb', 'public_ip', 'private_ip', 'ssh_keys', 'volumes', 'open_to'],
  ...['known_since', 'read_at'],
]

/** A line per machine, or per share of it where it is asked whose they are; a cell that is not told is empty. */
export function machinesCsv(
  rows: readonly (MachineShare & { readonly row: MachinesDto['rows'][number] })[],
  more: readonly Dimension[],
): string {
  const lines = rows.map(({ row: { details, ...row }, ...share }) =>
    csvLine([
      ...[row.resourceId, row.name, row.status, row.isGone ? 'yes' : 'no', row.region, row.tier].map(textCell),
      ...[textCell(row.gpuModel), numberCell(row.gpuCount)],
      ...[textCell(details?.image ?? null), textCell(details?.flavor ?? null)],
      ...[details?.vcpus, details?.ramGb, details?.rootDiskGb, details?.ephemeralGb].map((each) =>
        numberCell(each ?? null),
      ),
      ...[row.publicIp, details?.privateIp ?? null, details?.sshKeys?.join(' ') ?? null].map(textCell),
      textCell(
        details?.volumes?.map(({ volumeId, device }) => (device ? `${volumeId} ${device}` : volumeId)).join('; ') ??
          null,
      ),
      textCell(details?.openTo?.join('; ') ?? null),
      ...[row.knownSince, row.readAt].map(textCell),
      ...shareCells(share, more),
    ]),
  )
  return csvLine([...COLUMNS, ...shareHeader(more)]) + lines.join('')
}
