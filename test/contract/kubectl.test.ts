// The session of kubectl that the simulated scenarios are held to, on a real control plane.
import { controlPlaneBinaries } from '../control-plane/binaries.ts';
import { CHAPTERS } from '../kubectl/session/chapters.ts';
import { describeSession } from '../kubectl/session/session.ts';
import { startRealSession } from './real-session.ts';

const binaries = controlPlaneBinaries((line) => void process.stdout.write(`${line}\n`));

describeSession(
  {
    name: 'a real control plane',
    start: () => {
      if (binaries === null) throw new Error('there is no control plane to hold the session on');
      return startRealSession(binaries);
    },
    board: 'pi5',
    owner: 'bramble-admin',
    pod: { namespace: 'kube-system', selector: 'k8s-app=kube-proxy' },
    without: {
      visits: 'kwok answers for its boards, and refuses exec, attach and port-forward in words of its own',
      followedLogs: 'kwok reads logs of files, which do not end with the pod',
      quickMinutes: 'a cron schedule takes up to a minute, longer than kubectl is waited for',
    },
  },
  CHAPTERS,
);
