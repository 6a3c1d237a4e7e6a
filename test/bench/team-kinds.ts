/** First words of the names of what the team account's scaler makes. */
export const autoscaledNames = new Set(['gateway', 'summarise', 'assist', 'caption', 'oversett', 'tale'])

/** First words of the names of its services, which run on. */
export const serviceNames = new Set([
  'search',
  'chat',
  'vision',
  'speech',
  'embed',
  'rank',
  'guard',
  'docs',
  'maps',
  'ads',
])
