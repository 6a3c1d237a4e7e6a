import { notFound } from '../api-error.ts'
import { type AnyResource, nameAt } from '../resource.ts'
import { commandMoment, type Sandbox } from '../sandbox.ts'
import { requireFreeName } from './names.ts'

/** What somebody does on Barrack's pages: the API has no operation for it. Bills that have ended keep the old name. */
export function renameResource(sandbox: Sandbox, id: string, name: string): AnyResource {
  const at = commandMoment(sandbox)
  const resource = sandbox.account.known(id, at)
  if (!resource || !sandbox.account.find(resource.kind, id, at)) throw notFound('Resource', id)
  if (nameAt(resource, at) === name) return resource
  requireFreeName(resource.kind, name, sandbox.account.names(resource.kind, at))
  sandbox.account.rename(resource, name, at)
  return resource
}
