/** What the way out of the house needs to know; from the settings of the process. */
export interface NotifySettings {
  /** Where people reach this server, for links in messages; null: messages have none. */
  readonly baseUrl: string | null
  /** The mail server, as smtp://user:password@host:587; null: no mail. */
  readonly smtpUrl: string | null
  /** The sender of mails; null: the user of the mail server. */
  readonly mailFrom: string | null
  /** Hosts, addresses and networks (10.0.0.0/8) that messages may go to although they are private. */
  readonly privateHosts: readonly string[]
  /** Called after each good reading; `{account}` in it is the account's slug. */
  readonly heartbeatUrl: string | null
}

/** Nothing set: webhooks and Slack to public addresses alone. */
export const NO_SETTINGS: NotifySettings = {
  baseUrl: null,
  smtpUrl: null,
  mailFrom: null,
  privateHosts: [],
  heartbeatUrl: null,
}
