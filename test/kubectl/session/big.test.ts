import { CHAPTERS } from './chapters.ts';
import { describeSession, simulated } from './session.ts';

const pod = { namespace: 'kube-system', selector: 'app=node-exporter' };
describeSession({ ...simulated('big', { nodes: 60, pods: 600 }), board: 'pi4-0003', pod }, CHAPTERS);
