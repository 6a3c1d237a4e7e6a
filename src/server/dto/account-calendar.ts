import { z } from 'zod'

/** How an account is kept in its owner's books. */
export const accountCalendarDto = z.strictObject({
  entity: z.string().trim().min(1).max(200).nullable().default(null).meta({
    description: 'The company, institute or group that books the account; null = the name of the account',
  }),
  fiscalYearStart: z.int().min(1).max(12).default(1).meta({ description: 'The month with which its year begins' }),
  weekStart: z.int().min(1).max(7).default(1).meta({ description: '1 = Monday to 7 = Sunday' }),
  datevConsultant: z.int().min(1001).max(9_999_999).nullable().default(null).meta({ description: 'Beraternummer' }),
  datevClient: z.int().min(1).max(99_999).nullable().default(null).meta({ description: 'Mandantennummer' }),
  datevAccountLength: z.int().min(4).max(8).default(4).meta({ description: 'Sachkontenlänge' }),
})
export type AccountCalendarDto = z.infer<typeof accountCalendarDto>
