/** Which names a text with stars means: 'dev-*' is every name that begins with 'dev-'. Capitals count. */
export function namePattern(text: string): RegExp {
  return new RegExp(`^${text.split('*').map(escape).join('.*')}$`, 's')
}

const escape = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
