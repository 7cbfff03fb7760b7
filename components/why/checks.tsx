// Everything that was looked at on one node, in the scheduler's order: what passes in a word, what does not in full.
import type { ReactNode } from 'react';
import type { NodeVerdictView } from '#lib/model/placement/why/why-view.ts';
import type { Check } from '#lib/rules/scheduling/explain.ts';
import { ResourceRoom } from './resource-room.tsx';

export function Checks({ node }: { node: NodeVerdictView }) {
  return (
    <ul className="why-checks" aria-label={`What was looked at on ${node.node}`}>
      {node.checks.map((check) => (
        <li key={check.kind} className="why-check">
          <Mark passes={check.passes} />
          <CheckWords check={check} node={node.node} />
        </li>
      ))}
      {node.score === null ? null : (
        <li className="why-check">
          <span />
          <div>
            Score, an estimate of the parts that can be computed here
            <ul>
              {Object.entries(node.score.parts).map(([part, points]) => (
                <li key={part}>
                  {part} {Math.round(points)}
                </li>
              ))}
            </ul>
          </div>
        </li>
      )}
    </ul>
  );
}

function Mark({ passes }: { passes: boolean }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" className={`why-mark ${passes ? 'text-ink-2' : 'text-error'}`}>
      <title>{passes ? 'passes' : 'refuses'}</title>
      <path
        d={passes ? 'M1.5 6.500l3 3 6-7' : 'M2 2l8 8m0-8l-8 8'}
        fill="none"
        stroke="currentColor"
        strokeWidth={passes ? 1.4 : 2}
      />
    </svg>
  );
}

function CheckWords({ check, node }: { check: Check; node: string }): ReactNode {
  switch (check.kind) {
    case 'name':
      return check.wanted === null ? 'names no node itself' : `asks for the node ${check.wanted}`;
    case 'cordon':
      if (!check.cordoned) return 'not cordoned';
      return check.tolerated ? 'cordoned, which it tolerates' : `${node} is cordoned`;
    case 'taints':
      return check.taints.length === 0 ? 'no taints' : <Taints check={check} />;
    case 'affinity':
      return <Affinity check={check} />;
    case 'ports':
      if (check.taken.length === 0) return 'host ports are free, or none is asked for';
      return <Lines title="host ports" lines={check.taken.map(({ port, by }) => `${port} is taken by ${by}`)} />;
    case 'resources':
      return (
        <div>
          resources
          {check.resources.map((resource) => (
            <ResourceRoom key={resource.resource} check={resource} />
          ))}
        </div>
      );
    case 'volumes':
      return check.reasons.length === 0 ? (
        'volumes can be there, or it has none'
      ) : (
        <Lines title="volumes" lines={check.reasons} />
      );
    case 'spread':
      return check.constraints.length === 0 ? 'asks for no spread' : <Spread check={check} />;
    case 'pod-affinity':
      return check.reason ?? 'other pods neither draw it nor keep it away';
  }
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <div>
      {title}
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

function Taints({ check: { taints } }: { check: Extract<Check, { kind: 'taints' }> }) {
  return (
    <div>
      taints
      <ul>
        {taints.map(({ taint, effect, tolerated, by }) => (
          <li key={taint}>
            <code>{taint}</code> {taintWords(effect, tolerated, by)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function taintWords(effect: string, tolerated: boolean, by: string | null): string {
  if (tolerated) return by === null ? 'is tolerated' : `is tolerated by ${by}`;
  return effect === 'PreferNoSchedule' ? 'is not tolerated, and only makes it less liked' : 'is not tolerated';
}

function Affinity({ check: { selector, terms } }: { check: Extract<Check, { kind: 'affinity' }> }) {
  if (selector.length === 0 && terms.length === 0) return 'asks for no labels';
  return (
    <div>
      node selector and affinity
      <ul>
        {selector.map((label) => (
          <LabelLine key={label.text} {...label} />
        ))}
        {terms.map(({ passes, expressions }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: terms have no identity but their place
          <li key={index}>
            {index === 0 ? 'one of: ' : 'or: '}
            {passes ? 'holds' : 'does not hold'}
            <ul className="pl-3">
              {expressions.map((expression) => (
                <LabelLine key={expression.text} {...expression} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}

function LabelLine({ text, passes, actual }: { text: string; passes: boolean; actual: string | null }) {
  return (
    <li>
      <span aria-hidden="true">{passes ? '✓' : '✕'}</span> <code>{text}</code>
      {passes ? (
        <span className="sr-only"> holds</span>
      ) : actual === null ? (
        ': it has no such label'
      ) : (
        `: it has ${actual}`
      )}
    </li>
  );
}

function Spread({ check: { constraints } }: { check: Extract<Check, { kind: 'spread' }> }) {
  return (
    <div>
      spread
      <ul>
        {constraints.map(({ topologyKey, domain, matching, least, maxSkew, passes }) => (
          <li key={topologyKey}>
            <code>{topologyKey}</code>{' '}
            {domain === null
              ? 'is no label of this node'
              : `${domain}: ${matching ?? '?'} there, ${least ?? '?'} where fewest are, at most ${maxSkew} apart${passes ? '' : ': one more would be too many'}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
