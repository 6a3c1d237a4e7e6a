import type { Resource, ResourceType } from './resource.ts'

/** What of a resource Barrack may stop telling once it is deleted, and what people can type instead. */
export const TYPED_FACTS = ['region', 'tier', 'volumeType'] as const
export type TypedFact = (typeof TYPED_FACTS)[number]

/** What a resource of a type has: a machine has no volume type. */
const FACTS_OF: Readonly<Partial<Record<ResourceType, readonly TypedFact[]>>> = {
  instance: ['region', 'tier'],
  volume: ['region', 'tier', 'volumeType'],
  snapshot: ['region'],
}

/** The facts that a resource of a type has; none for what is no machine, volume or snapshot. */
export const factsOf = (type: ResourceType): readonly TypedFact[] => FACTS_OF[type] ?? []

/** Those of them that nobody told or typed: a deleted volume of known tier lacks ['region', 'volumeType']. */
export const missingFacts = (resource: Pick<Resource, 'type' | TypedFact>): readonly TypedFact[] =>
  factsOf(resource.type).filter((fact) => resource[fact] === null)
