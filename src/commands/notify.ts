import type { Config } from '../config.ts'
import type { ChannelsDto, CreatedChannelDto, MessageDto, MessagesDto } from '../server/dto/notify.ts'
import type { Api } from './api.ts'
import { withApi } from './product.ts'
import { textTable } from './table.ts'
import { CommandError, print, say } from './talk.ts'

const CHANNELS = '/api/v1/notify/channels'
const MESSAGES = '/api/v1/notify/messages'

const LAST_WORDS = { sent: 'sent', failed: 'given up', waiting: 'not delivered yet, written' } as const

/** `qm notify channels`. */
export function listChannels(config: Config, { json }: { json?: true }): Promise<number> {
  return withApi(config, async (api) => {
    const answer = await channels(api)
    if (json) await print(`${JSON.stringify(answer)}\n`)
    else if (answer.rows.length === 0) say('There is no channel yet: qm notify add NAME webhook|slack|mail TARGET.')
    else {
      const rows = answer.rows.map(({ channelId, name, kind, target, paused, last }) => [
        String(channelId),
        name,
        kind,
        target,
        paused ? 'paused' : last === null ? 'nothing sent yet' : `${LAST_WORDS[last.status]} ${last.at}`,
      ])
      await print(textTable(['number', 'name', 'kind', 'target', 'state'], rows))
    }
    return 0
  })
}

/** `qm notify add NAME KIND TARGET`. */
export function addChannel(
  config: Config,
  channel: { name: string; kind: string; target: string; secret?: string },
): Promise<number> {
  return withApi(config, async (api) => {
    const { channelId, secret } = (await (await api.post(CHANNELS, channel)).json()) as CreatedChannelDto
    say(`Channel ${channelId} is there. Send a test: qm notify test ${channelId}`)
    if (secret !== null && channel.secret === undefined) {
      say('Its messages are signed with this key, which is shown once:')
      await print(`${secret}\n`)
    }
    return 0
  })
}

/** `qm notify test CHANNEL`: 0 where the first try arrived. */
export function testChannel(config: Config, channel: string): Promise<number> {
  return withApi(config, async (api) => {
    const message = (await (await api.post(`${CHANNELS}/${await numberOf(api, channel)}/test`)).json()) as MessageDto
    return tellOutcome(message)
  })
}

/** `qm notify remove CHANNEL`. */
export function removeChannel(config: Config, channel: string): Promise<number> {
  return withApi(config, async (api) => {
    await api.delete(`${CHANNELS}/${await numberOf(api, channel)}`)
    say(`${channel} was taken away.`)
    return 0
  })
}

/** `qm notify messages`: the last fifty. */
export function listMessages(config: Config, { json }: { json?: true }): Promise<number> {
  return withApi(config, async (api) => {
    const answer = (await (await api.get(MESSAGES)).json()) as MessagesDto
    if (json) await print(`${JSON.stringify(answer)}\n`)
    else if (answer.rows.length === 0) say('Nothing was written to be sent yet.')
    else {
      const rows = answer.rows.map(({ messageId, createdAt, channel, status, tries, subject }) => [
        String(messageId),
        createdAt,
        channel,
        status,
        tries.at(-1)?.answer ?? 'not tried yet',
        subject,
      ])
      await print(textTable(['number', 'written', 'channel', 'status', 'last answer', 'subject'], rows))
    }
    return 0
  })
}

/** `qm notify retry MESSAGE`. */
export function retryMessage(config: Config, messageId: number): Promise<number> {
  return withApi(config, async (api) =>
    tellOutcome((await (await api.post(`${MESSAGES}/${messageId}/retry`)).json()) as MessageDto),
  )
}

function tellOutcome({ status, channel, tries, nextTryAt }: MessageDto): number {
  const last = tries.at(-1)
  if (status === 'sent') {
    say(`Delivered to ${channel}: ${last?.answer ?? ''}`)
    return 0
  }
  const next = nextTryAt === null ? 'It was given up.' : `The next try is at ${nextTryAt}.`
  say(`Not delivered to ${channel}: ${last?.answer ?? 'not tried yet'} ${next}`)
  return 1
}

export const channels = async (api: Api) => (await (await api.get(CHANNELS)).json()) as ChannelsDto

/** A channel by its number or its name. */
export async function numberOf(api: Api, channel: string): Promise<number> {
  const { rows } = await channels(api)
  const found = rows.find(({ name, channelId }) => name === channel || String(channelId) === channel)
  if (found) return found.channelId
  const names = rows.map(({ name }) => name).join(', ')
  throw new CommandError(`There is no channel ${channel}${names === '' ? '' : `; there are ${names}`}.`, 2)
}
