import { z } from 'zod'
import { instant } from './common.ts'

const text = z.string().nullable()
const number = z.int().nullable()

const machineDetailsDto = z.object({
  image: text,
  flavor: text,
  vcpus: number,
  ramGb: number,
  rootDiskGb: number,
  ephemeralGb: number,
  privateIp: text,
  sshKeys: z.array(z.string()).nullable(),
  securityRules: z
    .array(
      z.object({
        direction: text,
        protocol: text,
        ethertype: text,
        portFrom: number.meta({ description: 'Without ports every port' }),
        portTo: number,
        remote: text,
      }),
    )
    .nullable(),
  openTo: z
    .array(z.string())
    .nullable()
    .meta({ description: 'The rules of what may come in, in words', examples: [['tcp 22 from 0.0.0.0/0']] }),
  volumes: z
    .array(
      z.object({
        volumeId: z.string(),
        name: text,
        device: text.meta({ description: 'As the machine sees it', examples: ['/dev/vdb'] }),
        volumeType: text,
        sizeGb: number,
        isBootable: z.boolean().nullable(),
      }),
    )
    .nullable(),
})

export const machinesDto = z.object({
  rows: z.array(
    z.object({
      resourceId: z.string(),
      name: z.string(),
      status: text,
      isGone: z.boolean(),
      region: text,
      tier: text,
      gpuModel: text,
      gpuCount: number,
      publicIp: text,
      details: machineDetailsDto.nullable().meta({
        description: "What the machine's own answer told; null where it never did. A part that is null is not told",
      }),
      knownSince: instant.nullable().meta({ description: 'The details are as they are since' }),
      readAt: instant.nullable().meta({ description: 'Last asked; asked again when the list shows a change' }),
    }),
  ),
})
export type MachinesDto = z.infer<typeof machinesDto>
