// A script of Python that stands in a ConfigMap: no line of it is executed, but whether it serves HTTP, on which port, and
// whether it counts its requests for Prometheus, is read.
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { quiet } from '../kubelet/log-styles.ts';
import type { BehaviourGround, BehaviourOf } from './behaviour-of.ts';
import { fileOf } from './environment.ts';

/** `ThreadingHTTPServer(('', 8080), Handler)`. */
const SERVES = /\bHTTPServer\(\s*\(\s*(?:''|""|'[\d.]*'|"[\d.]*")\s*,\s*(\d{1,5})\s*\)/;
const COUNTS = /\bhttp_requests_total\b/;

export const python: BehaviourOf = (ground, pod, container) => {
  const text = scriptOf(ground, pod, container);
  const port = SERVES.exec(text.replaceAll('ThreadingHTTPServer', 'HTTPServer'))?.[1];
  if (port === undefined) return {};
  const ports = [Number(port)];
  const log = quiet();
  return COUNTS.test(text)
    ? { application: { name: 'counting-script', ports }, usage: 'sample-app', log }
    : { application: { name: 'script', ports }, log };
};

function scriptOf({ source }: BehaviourGround, pod: Pod, container: Container): string {
  const words = [...(container.command ?? []), ...(container.args ?? [])];
  const path = words.find((word) => word.startsWith('/') && word.endsWith('.py'));
  return (path === undefined ? undefined : fileOf(source, pod, container, path)) ?? '';
}
