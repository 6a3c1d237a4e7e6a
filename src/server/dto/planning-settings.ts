import { z } from 'zod'

export const planningSettingsDto = z
  .strictObject({
    deskWords: z
      .array(
        z
          .string()
          .trim()
          .toLowerCase()
          .regex(/^\p{L}+$/u, 'a word of letters alone')
          .max(40),
      )
      .max(100)
      .meta({ description: 'Words in a name that make a machine that never stops worth a question' }),
    longOnDays: z.int().min(1).max(3650).meta({ description: 'On without a pause for so long is worth a question' }),
    minimumHours: z.number().min(1).max(168).meta({ description: 'A sleep lasts no shorter' }),
    hibernateMinutes: z.number().min(0).max(120),
    restoreMinutes: z
      .number()
      .min(0)
      .max(120)
      .meta({ description: 'A restore begins so long before the machine is needed' }),
    mostFailures: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: 'A schedule holds no restore that fails more often; nothing is put to sleep that would' }),
  })
  .meta({ description: 'How the machines of an account are advised on' })
export type PlanningSettingsDto = z.infer<typeof planningSettingsDto>
