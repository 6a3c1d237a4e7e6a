import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { AppContext } from '../context.ts'
import { ProblemException } from '../problem.ts'
import { keepByLink, keepView } from '../services/keep-link.ts'

/**
 * The page of the link in a reminder: for owners who have never seen the dashboard, and for phones. Looking changes
 * nothing, since mail programs look at links too; a button does.
 */
export const keepLinkRoute = (context: AppContext) =>
  new Hono()
    .get('/keep/style.css', (c) => c.text(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }))
    .get('/keep/:token', (c) => page(c, async () => choicesHtml(await keepView(context, c.req.param('token')))))
    .post('/keep/:token', async (c) => {
      const { until } = await c.req.parseBody()
      return page(c, async () => {
        const asked = typeof until === 'string' ? until.trim().slice(0, 100) : ''
        return html`<h1>Kept on</h1>
          <p role="status">${await keepByLink(context, c.req.param('token'), asked)}.</p>
          <p>Its schedule goes on after that. You can close this page.</p>`
      })
    })

type Html = HtmlEscapedString | Promise<HtmlEscapedString>

async function page(c: Context, content: () => Promise<Html>): Promise<Response> {
  // A form that sends no origin at all would be taken for one of a foreign page.
  c.header('referrer-policy', 'same-origin')
  c.header('cache-control', 'no-store')
  try {
    return await c.html(frame(await content()))
  } catch (error) {
    if (!(error instanceof ProblemException)) throw error
    const status = error.kind === 'not-found' ? 404 : 400
    return await c.html(
      frame(
        html`<h1>Not done</h1>
          <p role="alert">${error.message}</p>`,
      ),
      status,
    )
  }
}

const frame = (content: Html) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>Keep it on - Quartermaster</title>
        <link rel="stylesheet" href="/keep/style.css" />
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html>`

const choicesHtml = ({ name, zone, sleepsAt, choices }: Awaited<ReturnType<typeof keepView>>): Html =>
  html`<h1>${name} goes to sleep ${sleepsAt}</h1>
    <p>Times are those of ${zone}. Keep it on until</p>
    <form method="post">
      ${choices.map(({ until, words }) => html`<button name="until" value="${until}">${words}</button>`)}
    </form>
    <form method="post">
      <label for="until">or another time, as ‘Fri 18:00’ or ‘12 Dec’</label>
      <input id="until" name="until" required maxlength="100" placeholder="Fri 18:00" />
      <button>Keep it on</button>
    </form>`

const STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 480px; margin: 0 auto; padding: 24px 16px; }
h1 { font-size: 20px; line-height: 1.3; overflow-wrap: anywhere; }
form { display: grid; gap: 8px; margin-bottom: 24px; }
button, input { min-height: 44px; padding: 8px 12px; border: 1px solid; border-radius: 6px; font: inherit; }
button { cursor: pointer; }
`
