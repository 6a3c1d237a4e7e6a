import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Receiver extends AsyncDisposable {
  readonly url: string
  readonly received: Received[]
  /** What it answers from now on: a status, or headers beside it. */
  answer: { status: number; headers?: Record<string, string> }
}

/** A real receiver of webhooks on loopback that keeps what it was sent. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '/', headers } = request
      received.push({ method, path: url, headers, body })
      response.writeHead(receiver.answer.status, receiver.answer.headers).end('said')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: { status: 200 },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}

export interface MailServer extends AsyncDisposable {
  readonly url: string
  /** Each mail as it came: envelope and data. */
  readonly mails: { from: string; to: string[]; data: string }[]
  /** The answer to a recipient: '250 ok' unless a test says otherwise. */
  recipientAnswer: string
}

/** A real SMTP server on loopback, as much of RFC 5321 as a delivery takes. */
export async function startMailServer(): Promise<MailServer> {
  const mails: MailServer['mails'] = []
  const server = createTcpServer((socket) => {
    let rest = ''
    let mail = { from: '', to: [] as string[], data: '' }
    let inData = false
    const say = (line: string) => socket.write(`${line}\r\n`)
    const onLine = (line: string) => {
      if (inData) {
        if (line !== '.') mail.data += `${line.replace(/^\./, '')}\n`
        else {
          inData = false
          mails.push(mail)
          mail = { from: '', to: [], data: '' }
          say('250 kept')
        }
        return
      }
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'MAIL') mail.from = line
      if (verb === 'RCPT' && mailServer.recipientAnswer.startsWith('250')) mail.to.push(line)
      if (verb === 'DATA') inData = true
      if (verb === 'QUIT') socket.end('221 bye\r\n')
      else say(verb === 'DATA' ? '354 go on' : verb === 'RCPT' ? mailServer.recipientAnswer : '250 ok')
    }
    socket.on('error', () => undefined)
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop()!
      for (const line of lines) onLine(line)
    })
    say('220 here')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const mailServer: MailServer = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    recipientAnswer: '250 ok',
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
  return mailServer
}
