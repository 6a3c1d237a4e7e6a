import { Hono } from 'hono'
import { z } from 'zod'
import { FAULTS } from '../faults/index.ts'
import type { FaultSchedule } from '../faults/schedule.ts'
import { body } from '../validation.ts'

const scheduleBody = z.object({
  faults: z
    .array(
      z.strictObject({
        fault: z.string(),
        path: z.string().max(100).optional(),
        every: z.number().int().min(1).optional(),
        times: z.number().int().min(1).optional(),
      }),
    )
    .max(100),
})

/** The faults that there are and when they strike; PUT replaces the schedule, an empty one ends all. */
export function faultRoutes(schedule: FaultSchedule) {
  const view = () => ({ faults: FAULTS.map(({ name, what }) => ({ name, what })), scheduled: schedule.view() })
  return new Hono()
    .get('/', (c) => c.json(view()))
    .put('/', body(scheduleBody), (c) => {
      schedule.set(c.req.valid('json').faults)
      return c.json(view())
    })
}
