// What every write needs to know: the parts of the cluster it touches, and who writes in what manner.
import type { Clock } from '../../clock.ts';
import type { User } from '../../identity/user.ts';
import type { Random } from '../../random.ts';
import type { Store } from '../../store/store.ts';
import type { Registry } from '../registry/registry.ts';

export interface Machine {
  store: Store;
  clock: Clock;
  random: Random;
  registry: Registry;
}

export interface WriteOptions {
  /** Field manager recorded in managedFields. */
  manager: string;
  subresource?: string;
  /** Everything but the change itself. */
  dryRun?: boolean;
  /** Absent for controllers inside the cluster. */
  user?: User;
  /** Hears what the answer is to warn of. */
  warn?: (text: string) => void;
  /** managedFields are already as they should be (server-side apply). */
  managed?: boolean;
}
