import { Hono } from 'hono'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import { accountParameter } from '../dto/common.ts'
import { apiFindingsDto, sampleBody, sampleFindingsDto, setUpDto, supportBundleDto } from '../dto/set-up.ts'
import { body, operation, query } from '../openapi.ts'
import { examineSample, lookAtApi, setUp, supportBundle } from '../services/set-up.ts'

const ofAccount = query(z.strictObject({ account: accountParameter }))
const CHANGING = ['invalid-request', 'foreign-origin'] as const

export const setUpRoute = (context: AppContext) =>
  new Hono()
    .get(
      '/set-up',
      operation({
        id: 'getSetUp',
        summary: 'How an account is reached, the map of its API that is in force, and what was last found there',
        description: 'The map is saved with `PATCH /accounts/{slug}`.',
        answer: setUpDto,
      }),
      ofAccount,
      async (c) => c.json(await setUp(context, c.req.valid('query'))),
    )
    .post(
      '/set-up/look',
      operation({
        id: 'lookAtApi',
        summary: 'Finds out how the API of an account differs from the contract: GET alone, 60 requests at most',
        answer: apiFindingsDto,
        problems: CHANGING,
      }),
      ofAccount,
      async (c) => c.json(await lookAtApi(context, c.req.valid('query'))),
    )
    .post(
      '/set-up/sample',
      operation({
        id: 'examineSample',
        summary: 'What saved answers or the recording of a browser tell of an API; nothing is sent, nothing is kept',
        answer: sampleFindingsDto,
        problems: CHANGING,
      }),
      ofAccount,
      body(sampleBody),
      async (c) => c.json(await examineSample(context, c.req.valid('json'), c.req.valid('query'))),
    )
    .get(
      '/exports/support-bundle.json',
      operation({
        id: 'exportSupportBundle',
        summary:
          'What a bug report needs: findings, last readings and quarantine, without names, ids, amounts and keys',
        answer: supportBundleDto,
      }),
      ofAccount,
      async (c) => {
        const { fileName, bundle } = await supportBundle(context, c.req.valid('query'))
        c.header('content-disposition', `attachment; filename="${fileName}"`)
        return c.json(bundle)
      },
    )
