import { insertAttachment } from '../../db/notify-attachment-repository.ts'
import { findChannels } from '../../db/notify-channel-repository.ts'
import { queueMessages } from '../../db/notify-message-repository.ts'
import { channelsOf } from '../alerts/parties.ts'
import type { AppContext } from '../context.ts'
import type { SendChargebackBody, SentChargebackDto } from '../dto/chargeback.ts'
import { invalidParameter } from '../problem.ts'
import { accountOf } from './account.ts'
import { lineSentences } from './chargeback-words.ts'
import { chargeback } from './chargeback.ts'
import { documentOf } from './chargeback-files.ts'

/**
 * Writes the report of one project or owner to the channel that bears its name, or whose mail address it is; a mail carries
 * its PDF. Written again it is a message of its own, with the figures of then. Throws a problem where there is no such channel, and where nothing was charged to it.
 */
export async function sendChargeback(
  context: AppContext,
  { month, by, name }: SendChargebackBody,
  query: { readonly account?: string | undefined },
): Promise<SentChargebackDto> {
  const { accountId } = await accountOf(context, query.account)
  const report = await chargeback(context, { ...query, month, by, name })
  if (report.lines.length === 0) throw invalidParameter('name', `nothing of ${month} is charged to '${name}'`)
  const awake = (await findChannels(context.store.db, accountId)).filter(({ paused }) => !paused)
  const channels = channelsOf(awake, [name])
  if (channels.length === 0) {
    throw invalidParameter(
      'name',
      `no channel is called '${name}': add one of that name on the Alerts page, or by qm notify add`,
    )
  }
  const text = report.lines.map((line) => lineSentences(report, line).join('\n')).join('\n\n')
  const message = {
    kind: 'chargeback',
    subject: `${report.entity}: Barrack in ${month}, ${name}`,
    text,
    path: `/books?month=${month}&share=${by}`,
    facts: { month, by, name, lines: report.lines.map(({ resources: _, sent: __, ...line }) => line) },
  }
  const { fileName, mediaType, body } = await documentOf(context, report, { ...query, name })
  await context.store.db.transaction().execute(async (tx) => {
    const written = await queueMessages(tx, accountId, channels, message, context.clock())
    await insertAttachment(tx, written, { fileName, mediaType, content: body })
  })
  return { sentTo: channels.map((channel) => channel.name) }
}
