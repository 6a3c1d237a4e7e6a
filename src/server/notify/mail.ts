import nodemailer from 'nodemailer'
import type { Channel } from '../../db/notify-channel-repository.ts'
import type { Outgoing } from './outgoing.ts'
import { missed, refused, type Outcome } from './outcome.ts'
import type { NotifySettings } from './settings.ts'

const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 }

/** Mails a message as plain text, with its file where it has one, by the mail server of the settings; never throws. */
export async function sendMail({ target }: Channel, message: Outgoing, settings: NotifySettings): Promise<Outcome> {
  const { smtpUrl } = settings
  if (smtpUrl === null) return refused('No mail server is set: SMTP_URL.')
  const from = senderOf(smtpUrl, settings.mailFrom)
  if (from === null) return refused('Nobody said who sends mails: QM_MAIL_FROM.')
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    ...PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const { response, rejected } = await transport.sendMail({
      from,
      to: target,
      subject: message.subject,
      text: message.url === null ? message.text : `${message.text}\n\n${message.url}`,
      // The same over all tries: a mailbox shows a second copy once.
      messageId: `<${message.id}@${from.split('@').at(-1)!.replace(/>$/, '')}>`,
      attachments: attachmentsOf(message),
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    return {
      delivered: true,
      answer: rejected.length === 0 ? response : `${response}; not to ${rejected.join(', ')}`,
      again: false,
    }
  } catch (error) {
    const { message: why, responseCode } = error as Error & { responseCode?: number }
    return responseCode !== undefined && responseCode >= 500 ? refused(why) : missed(why)
  } finally {
    transport.close()
  }
}

const attachmentsOf = ({ attachment }: Outgoing) =>
  attachment === null
    ? []
    : [{ filename: attachment.fileName, contentType: attachment.mediaType, content: Buffer.from(attachment.content) }]

/** The sender that is set, else the user of the mail server where that is a mail address. */
function senderOf(smtpUrl: string, mailFrom: string | null): string | null {
  if (mailFrom !== null) return mailFrom
  const user = decodeURIComponent(new URL(smtpUrl).username)
  return user.includes('@') ? user : null
}
