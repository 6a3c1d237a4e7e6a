/** What can be typed of a resource, as people read it. */
export const FACT_WORDS = { region: 'region', tier: 'tier', volumeType: 'volume type' } as const
