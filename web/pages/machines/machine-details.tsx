import type { Machine } from '../../books-api.ts'
import { NONE } from '../../format.ts'

type Details = NonNullable<Machine['details']>

/** What a machine told of itself beyond the list: its image and size, and on demand all the rest. */
export function MachineDetails({ machine }: { readonly machine: Machine | undefined }) {
  const details = machine?.details
  if (!machine || !details) return <span class="under">details not read</span>
  const { image, vcpus, ramGb } = details
  const size = [image, vcpus === null ? null : `${vcpus} vCPUs`, ramGb === null ? null : `${ramGb} GB`]
  return (
    <details class="under">
      <summary>{size.filter((part) => part !== null).join(', ') || 'Details'}</summary>
      <dl class="machine-facts">
        <Fact name="Flavor" value={details.flavor} />
        <Fact name="Root disk" value={details.rootDiskGb === null ? null : `${details.rootDiskGb} GB`} />
        <Fact name="Scratch disk" value={details.ephemeralGb === null ? null : `${details.ephemeralGb} GB`} />
        <Fact name="Public address" value={machine.publicIp} />
        <Fact name="Private address" value={details.privateIp} />
        <Fact name="SSH keys" value={details.sshKeys && (details.sshKeys.join(', ') || 'none')} />
        <Fact name="Volumes" value={details.volumes && (details.volumes.map(volumeText).join('; ') || 'none')} />
        <Fact name="Open to" value={details.openTo && (details.openTo.join('; ') || 'nobody')} />
      </dl>
    </details>
  )
}

function Fact({ name, value }: { readonly name: string; readonly value: string | null }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value ?? NONE}</dd>
    </div>
  )
}

function volumeText({ volumeId, name, device, sizeGb }: NonNullable<Details['volumes']>[number]): string {
  return [name ?? volumeId, device, sizeGb === null ? null : `${sizeGb} GB`].filter((part) => part !== null).join(', ')
}
