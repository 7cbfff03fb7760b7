// Whether what a step waits for is there, and why not: as far as can be told from what was read.
import { formatAge } from '#lib/format/age.ts';
import { formatCount } from '#lib/format/count.ts';
import { sentence } from '#lib/format/sentence.ts';
import type { RolloutStatus } from '#lib/rules/rollout-status.ts';
import type { Gate, WorkloadName } from '#lib/stack/component.ts';
import { grantsOfGate } from '#lib/stack/workshop-role.ts';
import { statusHealth } from '../autoscaling/status-health.ts';
import type { PlatformsOf } from '../images/platform-knowledge.ts';
import { workloadKey } from '../placement/workload-ref.ts';
import { workloadsOf } from '../placement/workloads.ts';
import type { WorkloadRecord } from '../records/records.ts';
import { listed } from '../what-if/listed.ts';
import { asksOfGrants, askText } from './access.ts';
import type { WorkshopFacts } from './facts.ts';
import {
  type AskedGate,
  type GateAnswer,
  type GateReadings,
  gatePath,
  metricValue,
  publicAddress,
} from './gate-readings.ts';
import { type Known, knownOr } from './known.ts';
import { jobFailure, type PodTrouble, podTrouble, type TroubledPod } from './pod-trouble.ts';
import type { Room } from './room.ts';

export interface GateState {
  id: string;
  title: string;
  /**
   * `long`: it has been waited for longer than is usual; `failed`: it will not come by itself; `unknown`: what would tell
   * may not be read.
   */
  state: 'open' | 'waiting' | 'long' | 'failed' | 'unknown';
  /** What is there, or why not. */
  words: string;
  waitedSeconds: number;
  patienceSeconds: number;
  /** Of an open public-address; null otherwise. */
  address: string | null;
  /** What of it is in trouble; null where nothing is, and of an open one. */
  pod: TroubledPod | null;
}

export interface GateGround {
  facts: WorkshopFacts;
  readings: GateReadings;
  room: Room;
  platformsOf: PlatformsOf;
  /** When its step was applied, milliseconds since the epoch. */
  sinceMs: number;
}

interface Finding extends Partial<PodTrouble> {
  open: boolean;
  words: string;
  /** Waiting longer is of no use. */
  failed?: true;
  address?: string;
}

export function gateState(gate: Gate, ground: GateGround): GateState {
  const { id, title, patienceSeconds } = gate;
  const waitedSeconds = Math.max(0, Math.round((ground.facts.nowMs - ground.sinceMs) / 1000));
  const base = { id, title, waitedSeconds, patienceSeconds, address: null, pod: null };
  const finding = findingOf(gate, ground);
  if (!finding.known) return { ...base, state: 'unknown', words: `Not known: ${finding.why}.` };
  const { open, failed, words, address = null, pod = null } = finding.value;
  if (open) return { ...base, state: 'open', words, address };
  const shut = { ...base, words, pod };
  if (failed === true) return { ...shut, state: 'failed' };
  if (waitedSeconds <= patienceSeconds) return { ...shut, state: 'waiting' };
  const usual = formatAge(patienceSeconds * 1000);
  return { ...shut, state: 'long', words: `${words} It usually takes less than ${usual}.` };
}

function findingOf(gate: Gate, ground: GateGround): Known<Finding> {
  const { facts, readings } = ground;
  switch (gate.kind) {
    case 'workload-ready':
      return within(facts.workloads, (all) => workloadFinding(gate.workload, all, ground));
    case 'api-available':
      return within(facts.apiServices, (all) => {
        const found = all.find(({ name }) => name === gate.apiService);
        if (found === undefined) return { open: false, words: 'It is not registered yet.' };
        if (found.available?.isTrue === true) return { open: true, words: 'It is available.' };
        return { open: false, words: sentence(found.available?.message || 'the API server has not looked at it yet') };
      });
    case 'crd-established':
      return within(readings.established, (all) => {
        const found = all.get(gate.crd);
        if (found === true) return { open: true, words: 'It is served.' };
        return {
          open: false,
          words: found === undefined ? 'It is not there yet.' : 'It is there, and not served yet.',
        };
      });
    case 'node-metrics':
      return within(readings.measuredNodes, (measured) => metricsFinding(gate.atLeast, measured, facts));
    case 'claim-bound':
      return within(facts.claims, (all) => {
        const found = all.find(({ metadata }) => metadata?.namespace === gate.namespace && metadata.name === gate.name);
        const phase = found?.status?.phase ?? null;
        if (phase === 'Bound') return { open: true, words: 'Its volume is there.' };
        return {
          open: false,
          words: found === undefined ? 'There is no such claim yet.' : `It is ${phase ?? 'not looked at yet'}.`,
        };
      });
    case 'scaling-active':
      return within(readings.autoscalers, (all) => {
        const found = all.find(({ metadata }) => metadata?.namespace === gate.namespace && metadata.name === gate.name);
        if (found === undefined) return { open: false, words: 'There is no such autoscaler yet.' };
        const is = (type: string) => (found.status?.conditions ?? []).find((one) => one.type === type)?.status;
        // Whoever cannot read what it scales says no more of its figures.
        return {
          open: is('ScalingActive') === 'True' && is('AbleToScale') !== 'False',
          words: sentence(statusHealth(found).words),
        };
      });
    case 'path-answers':
    case 'custom-metric':
    case 'public-address':
      return answerFinding(gate, ground);
  }
}

function within<T>(fact: Known<T>, judge: (value: T) => Finding): Known<Finding> {
  return fact.known ? { known: true, value: judge(fact.value) } : fact;
}

function workloadFinding(name: WorkloadName, all: readonly WorkloadRecord[], ground: GateGround): Finding {
  const { facts } = ground;
  const record = all.find((one) => workloadKey(one) === workloadKey(name));
  if (record === undefined) return { open: false, words: `There is no ${name.kind} ${name.name} yet.` };
  const pods = workloadsOf(knownOr(facts.pods, []), [record]).get(workloadKey(record))?.pods ?? [];
  const on = [
    ...new Set(pods.filter(({ readySince }) => readySince !== null).flatMap(({ nodeName }) => nodeName ?? [])),
  ];
  const where = on.length === 0 ? '' : ` on ${listed(on.sort())}`;
  const { desired, ready, kind, rollout } = record;
  if (kind === 'Job') {
    if (record.ended === 'Complete') return { open: true, words: 'It has done its work.' };
    if (record.ended === 'Failed') return { open: false, failed: true, ...jobFailure(pods) };
    return { open: false, words: 'It is at work.', ...podTrouble(pods, record, ground) };
  }
  const isFull = desired !== null && desired > 0 && ready >= desired;
  if (isFull && rollout.state === 'complete') return { open: true, words: `${ready} of ${desired} ready${where}.` };
  const counted =
    desired === null
      ? 'Its controller has not counted yet.'
      : `${ready} of ${desired} ready${where}${isFull ? `, ${rolloutWords(rollout)}` : ''}.`;
  const trouble = podTrouble(pods, record, ground);
  return trouble === null
    ? { open: false, words: counted }
    : { open: false, ...trouble, words: `${counted} ${trouble.words}` };
}

/** Ready pods of an older template are no proof that the newer one works. */
function rolloutWords(rollout: RolloutStatus): string {
  switch (rollout.state) {
    case 'complete':
      return 'all of them new';
    case 'unobserved':
      return 'and its controller has not seen the last change yet';
    case 'overdue':
      return 'and those of the last change do not come: its progress deadline is over';
    case 'updating':
      return `${rollout.updated} of ${rollout.of} with the last change`;
    case 'ending':
      return `${formatCount(rollout.old, 'old pod')} still to end`;
    case 'starting':
      return `${rollout.available} of ${rollout.of} with the last change available`;
  }
}

function metricsFinding(atLeast: number, measured: readonly string[], { nodes }: WorkshopFacts): Finding {
  const all = knownOr(nodes, []).map(({ name }) => name);
  const missing = all.filter((name) => !measured.includes(name));
  const counted = `Figures of ${measured.length} of ${all.length} boards.`;
  const without = missing.length === 0 || measured.length === 0 ? '' : ` None of ${listed(missing)}.`;
  return { open: measured.length >= atLeast, words: counted + without };
}

/** By the API server, not by whatever it passes the question on to (apiserver pkg/endpoints/handlers/responsewriters/errors.go). */
function isForbidden({ status, text }: GateAnswer): boolean {
  return status === 403 && /forbidden: User |cannot get /.test(text);
}

function answerFinding(gate: AskedGate, { readings }: GateGround): Known<Finding> {
  const answer = readings.answers.get(gatePath(gate));
  if (answer === undefined) return { known: false, why: 'it was not asked yet' };
  if (answer.known && isForbidden(answer.value)) {
    const rights = asksOfGrants(grantsOfGate(gate)).map(askText);
    return { known: false, why: `you may not ${listed(rights.length > 0 ? rights : [`get ${gatePath(gate)}`])}` };
  }
  return within(answer, ({ status, text }) => {
    if (status !== 200) return { open: false, words: `It answers with HTTP ${status}.` };
    if (gate.kind === 'public-address') {
      const address = publicAddress(text);
      if (address === null) return { open: false, words: 'ngrok has given no address yet.' };
      return { open: true, words: `${address}.`, address };
    }
    if (gate.kind === 'custom-metric') {
      const value = metricValue(text);
      return value === null ? { open: false, words: 'It has no value yet.' } : { open: true, words: `It is ${value}.` };
    }
    if (gate.contains !== null && !text.includes(gate.contains)) {
      return { open: false, words: `It answers, and does not say ${gate.contains} yet.` };
    }
    return { open: true, words: 'It answers.' };
  });
}
