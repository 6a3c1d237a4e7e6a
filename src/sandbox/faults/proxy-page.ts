import type { Fault } from './fault.ts'

export const proxyPage: Fault = {
  name: 'proxy-page',
  what: '200 with an HTML page of a proxy',
  answer: () =>
    new Response('<!doctype html><title>Sign in to the network</title>', { headers: { 'Content-Type': 'text/html' } }),
}
