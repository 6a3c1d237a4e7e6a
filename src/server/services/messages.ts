import { findMessages, getMessage, retryMessage, type Message, type Try } from '../../db/notify-message-repository.ts'
import type { AppContext } from '../context.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import type { MessageDto, MessagesDto } from '../dto/notify.ts'
import { toIso, toIsoOrNull } from '../iso.ts'
import { deliverDue } from '../notify/deliver.ts'
import { invalidParameter, ProblemException } from '../problem.ts'
import { accountOf } from './account.ts'

interface Query {
  readonly account?: string | undefined
}

const PAGE = 50

/** What was written to be sent, newest first, with each try. */
export async function listMessages(context: AppContext, query: Query & { next?: string | undefined }) {
  const { accountId } = await accountOf(context, query.account)
  const before = query.next === undefined ? null : Number(decodeCursor(query.next, 1)[0])
  const found = await findMessages(context.store.db, accountId, { before, limit: PAGE + 1 })
  const page = found.slice(0, PAGE)
  const last = found.length > PAGE ? page.at(-1)! : null
  return {
    rows: page.map((message) => toDto(message, message.history)),
    next: last && encodeCursor([String(last.messageId)]),
  } satisfies MessagesDto
}

/** Tries again now what was given up. */
export async function retryOne(context: AppContext, messageId: number, query: Query): Promise<MessageDto> {
  const { store, clock, config } = context
  const { accountId } = await accountOf(context, query.account)
  const key = { accountId, messageId }
  const message = await getMessage(store.db, key)
  if (!message) throw new ProblemException('not-found', `There is no message ${messageId}.`)
  if (!(await retryMessage(store.db, key, clock()))) {
    throw invalidParameter('id', `message ${messageId} was not given up: it is ${message.status}`)
  }
  await deliverDue({ store, clock, settings: config.notify }, key)
  return messageOf(context, message)
}

/** A message as it stands now, with its tries. */
export async function messageOf({ store }: AppContext, { accountId, messageId }: Message): Promise<MessageDto> {
  const [found] = await findMessages(store.db, accountId, { before: messageId + 1, limit: 1 })
  return toDto(found!, found!.history)
}

function toDto(message: Message, tries: readonly Try[]): MessageDto {
  const { messageId, channelName, kind, subject, text, status, createdAt, nextTryAt, finishedAt } = message
  return {
    messageId,
    channel: channelName,
    kind,
    subject,
    text,
    status,
    createdAt: toIso(createdAt),
    nextTryAt: status === 'waiting' ? toIso(nextTryAt) : null,
    finishedAt: toIsoOrNull(finishedAt),
    tries: tries.map(({ triedAt, tookMs, delivered, answer }) => ({ at: toIso(triedAt), tookMs, delivered, answer })),
  }
}
