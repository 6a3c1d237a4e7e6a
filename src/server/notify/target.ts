import type { ChannelKind } from '../../db/notify-channel-repository.ts'

/** What is wrong with the target of a channel; null where it is right. */
export function wrongTarget(kind: ChannelKind, target: string): string | null {
  switch (kind) {
    case 'webhook':
    case 'slack': {
      const url = URL.parse(target)
      return url && (url.protocol === 'https:' || url.protocol === 'http:') ? null : 'an http or https address'
    }
    case 'mail':
      return target.split(',').every((part) => /^[^\s@,<>"]+@[^\s@,<>"]+$/.test(part.trim()))
        ? null
        : 'mail addresses, separated by commas'
  }
}

/** The target as it may be shown: whoever has the address of a Slack webhook can write there. */
export function shownTarget(kind: ChannelKind, target: string): string {
  if (kind === 'mail') return target
  const url = new URL(target)
  if (kind === 'slack') return `${url.origin}/…${target.slice(-4)}`
  return `${url.origin}${url.pathname}${url.search === '' ? '' : '?…'}`
}
