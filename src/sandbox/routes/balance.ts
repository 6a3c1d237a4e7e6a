import { Hono } from 'hono'
import { numberOf } from '../money.ts'
import type { Sandbox } from '../sandbox.ts'

export function balanceRoutes({ account, clock }: Sandbox) {
  return new Hono().get('/', (c) => {
    const { USD, EUR, INR } = account.balances(clock.now())
    return c.json({
      success: true,
      balance: { USD: numberOf(USD), EUR: numberOf(EUR), INR: numberOf(INR) },
      currency: 'USD',
    })
  })
}
