import { z } from 'zod'

export const importBillsBody = z.strictObject({
  content: z.string().min(1).meta({
    description:
      'The text of the file: answers of the billing lists as JSON, or a charges CSV as Quartermaster exports it',
  }),
  savedAt: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'When the file was written; what was read with another value since stays. Now without it' }),
})
export type ImportBillsBody = z.infer<typeof importBillsBody>

const counts = z.object({
  fetched: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  quarantined: z.int(),
})

export const importedBillsDto = z.object({
  sources: z.partialRecord(z.enum(['instance-billing', 'volume-billing', 'snapshot-billing', 'ai-history']), counts),
  unrecognised: z.int().meta({ description: 'Rows that name no machine, volume or snapshot; they were left out' }),
  leftToBarrack: z.int().meta({
    description: 'Lines of a charges file whose resource and day Barrack itself has told of; its own records stay',
  }),
})
export type ImportedBillsDto = z.infer<typeof importedBillsDto>
