import { CHAPTERS } from './chapters.ts';
import { describeSession, simulated } from './session.ts';

const pod = { namespace: 'kube-system', selector: 'app.kubernetes.io/name=traefik' };
describeSession({ ...simulated('modern'), board: 'raspi4', pod }, CHAPTERS);
