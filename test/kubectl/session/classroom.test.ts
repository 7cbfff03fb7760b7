import { CHAPTERS } from './chapters.ts';
import { describeSession, simulated } from './session.ts';

const pod = { namespace: 'kube-system', selector: 'k8s-app=kube-dns' };
describeSession({ ...simulated('classroom'), board: 'pi4-64', pod }, CHAPTERS);
