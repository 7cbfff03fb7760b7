import { CHAPTERS } from './chapters.ts';
import { describeSession, simulated } from './session.ts';

const pod = { namespace: 'kube-system', selector: 'k8s-app=kube-proxy' };
describeSession({ ...simulated('kubecon-2017'), board: 'pi5', pod }, CHAPTERS);
