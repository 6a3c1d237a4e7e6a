import { z } from 'zod'
import { instant } from './common.ts'

/** A measurement at a moment; the hours of one machine that are sent together are averaged. */
export const utilisationRowsDto = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        machine: z.string().min(1).max(200).meta({ description: 'Its id or its name' }),
        at: instant.refine((text) => !Number.isNaN(Date.parse(text)), 'an instant, as 2026-03-01T08:00:00Z'),
        busy: z.number().min(0).max(1).meta({ description: 'Use of its GPUs, 0 to 1' }),
      }),
    )
    .max(20_000),
})
export type UtilisationRowsDto = z.infer<typeof utilisationRowsDto>

/** One sample that a machine tells of itself, now. */
export const utilisationSampleBody = z.strictObject({
  machine: z.string().min(1).max(200).meta({ description: 'Its id or its name' }),
  busy: z.number().min(0).max(1).meta({ description: 'Use of its busiest GPU, 0 to 1' }),
})
export type UtilisationSampleBody = z.infer<typeof utilisationSampleBody>

export const utilisationDto = z.object({
  rows: z.int(),
  hours: z.int().meta({ description: 'Hours that were kept' }),
  tooOld: z.int().meta({ description: 'Measurements of more than half a year ago' }),
  unknownMachines: z.array(z.string()),
})
export type UtilisationDto = z.infer<typeof utilisationDto>
