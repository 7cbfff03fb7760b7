// The controllers of persistent volumes, which share one index of the pods that use claims.
import type { Controller } from '../controller.ts';
import { ClaimUsers } from './claim-users.ts';
import { ephemeralVolumes } from './ephemeral.ts';
import { LocalPathProvisioner } from './local-path.ts';
import { ClaimProtection, volumeProtection } from './protection.ts';
import { VolumeController } from './volume-controller.ts';

/** One set for each cluster. */
export function volumeControllers(): Controller[] {
  const users = new ClaimUsers();
  return [
    new VolumeController(users),
    new ClaimProtection(users),
    volumeProtection,
    ephemeralVolumes,
    new LocalPathProvisioner(),
  ];
}
