/** ['a', 'b', 'c'] with c one earlier is ['a', 'c', 'b']. */
export function movedUp(ids: readonly string[], id: string): string[] {
  const at = ids.indexOf(id)
  if (at < 1) return [...ids]
  return [...ids.slice(0, at - 1), id, ids[at - 1]!, ...ids.slice(at + 1)]
}
