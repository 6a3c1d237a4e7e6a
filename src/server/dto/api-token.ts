import { z } from 'zod'
import { instant } from './common.ts'

export const tokenBody = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta({ description: 'What it is for', examples: ['the notebooks'] }),
  by: z.string().trim().min(1).max(200).meta({ description: 'Who makes it' }),
})
export type TokenBody = z.infer<typeof tokenBody>

export const tokenDto = z.object({
  tokenId: z.int(),
  name: z.string(),
  scope: z.literal('utilisation:write').meta({ description: 'It can tell the use of GPUs and read nothing' }),
  createdBy: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
})
export type TokenDto = z.infer<typeof tokenDto>

export const newTokenDto = tokenDto.extend({
  secret: z.string().meta({ description: 'Shown this once; only its hash is kept' }),
})
export type NewTokenDto = z.infer<typeof newTokenDto>
