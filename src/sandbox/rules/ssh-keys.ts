import type { Sandbox } from '../sandbox.ts'

/** Keys that the machines of the script were made with: the account has had them from its first day. */
export function addTeamKeys({ sshKeys, account }: Sandbox): void {
  for (const [name, region] of [
    ['oslo-team', 'NORWAY-1'],
    ['platform-team', 'CANADA-1'],
  ] as const)
    sshKeys.put(
      name,
      { id: name, name, region, publicKey: `ssh-rsa AAAAB3NzaC1yc2E ${name}`, createdAt: account.firstAt },
      account.firstAt,
    )
}
