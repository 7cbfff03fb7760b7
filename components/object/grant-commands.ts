/** What an administrator runs so that a user may read all of a resource; NAME is for them to fill in. */
export function grantCommands(resource: string): string {
  const role = `bramble-${resource}`;
  return [
    `kubectl create clusterrole ${role} --verb=get,list,watch --resource=${resource}`,
    `kubectl create clusterrolebinding ${role} --clusterrole=${role} --user=NAME`,
  ].join('\n');
}
