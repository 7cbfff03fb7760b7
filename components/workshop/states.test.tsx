import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AccessProvider } from '#components/shell/access.tsx';
import { ToastProvider } from '#components/ui/toasts.tsx';
import type { ConnectionView } from '#lib/model/stream.ts';
import type { ComponentPlan } from '#lib/model/workshop/component-plan.ts';
import type { ObjectDifference } from '#lib/model/workshop/difference.ts';
import type { Doing, GateView, RunView, StepDetail, StepRow } from '#lib/model/workshop/workshop-view.ts';
import { LiveContext } from '#lib/queries/live-context.ts';
import { LiveStore } from '#lib/queries/live-store.ts';
import { componentOf } from '#lib/stack/catalogue.ts';
import { ApplyDialog } from './apply-dialog.tsx';
import { Changes } from './changes.tsx';
import { type Confirmation, restConfirmation, stepConfirmation } from './confirmation.ts';
import { GateReason } from './gate-reason.tsx';
import { Gates } from './gates.tsx';
import { lockOf } from './lock.ts';
import { RunPanel } from './run-panel.tsx';
import { Step } from './step.tsx';
import { StepHead } from './step-head.tsx';
import { StepTroubles } from './step-troubles.tsx';
import { WorkshopContext } from './workshop-context.ts';

const NOW = '2026-11-23T09:00:00Z';
const CONNECTION: ConnectionView = {
  state: 'live',
  asOf: NOW,
  message: null,
  clusterTime: NOW,
  clockRate: 1,
  build: 'test',
};
const RUN: RunView = {
  doing: null,
  heldBy: null,
  holderUnknown: null,
  choices: {
    taints: null,
    metrics: 'metrics-server',
    kubeletInsecureTls: false,
    goPublic: false,
    extras: [],
    registryPrefix: null,
  },
  rest: ['metrics'],
  restLines: [{ title: 'Metrics', todo: { sign: '~', words: '1 to change' } }],
  restFingerprint: 'rest',
  restToken: null,
  undoable: ['taints'],
  images: [],
  journal: { kept: true },
};
const DOING: Doing = { does: 'apply', step: 'metrics', rest: ['ingress'], words: 'applies a Service', startedAt: NOW };
const DETAIL: StepDetail = {
  id: 'metrics',
  title: 'Metrics',
  state: 'ready',
  words: '',
  why: [],
  warnings: [],
  kubectl: [],
  token: null,
  record: null,
  fingerprint: 'one',
  triedAt: null,
};

const TO_COME: ObjectDifference = {
  ref: { apiVersion: 'v1', kind: 'Service', namespace: 'demo', name: 'web' },
  change: 'create',
  by: 'dry-run',
  words: '',
  summary: '',
  fields: [],
  fieldsLeftOut: 0,
  conflicts: [],
};

const RUNNING: StepRow = { id: 'metrics', title: 'Metrics', state: 'running', words: '', note: '42s' };

function markup(part: React.ReactNode, more: Partial<RunView> = {}, readOnly = false, steps = [RUNNING]): string {
  const run = { ...RUN, ...more };
  const live = { store: new LiveStore(CONNECTION, Date.parse(NOW)), stream: null as never };
  const workshop = {
    run,
    steps,
    choices: run.choices,
    choose: () => undefined,
    lock: lockOf(run, readOnly),
  };
  return renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <LiveContext value={live}>
        <AccessProvider readOnly={readOnly}>
          <ToastProvider>
            <WorkshopContext value={workshop}>{part}</WorkshopContext>
          </ToastProvider>
        </AccessProvider>
      </LiveContext>
    </QueryClientProvider>,
  );
}

function textOf(html: string): string {
  return html
    .replace(/<svg.*?<\/svg>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Names of buttons that can be pressed. */
function buttonsOf(html: string): string[] {
  return [...html.matchAll(/<button(?![^>]* disabled="")[^>]*>(.*?)<\/button>/g)].map(([, words = '']) =>
    textOf(words),
  );
}

describe('the whole workshop', () => {
  it.each([
    ['at rest', {}, false, ['Run the rest', 'Reset'], 'Everything can be undone.'],
    ['with nothing left and nothing done', { rest: [], undoable: [] }, false, [], 'Everything can be undone.'],
    ['under way', { doing: DOING }, false, ['Stop'], 'Applying Metrics, 42s applies a Service Then Ingress.'],
    ['held by another server', { doing: DOING, heldBy: 'pi5-2' }, false, [], 'pi5-2 is at it'],
    ['with nobody knowing who is at it', { holderUnknown: 'no right' }, false, [], 'not known'],
    ['on a read-only server', { doing: DOING }, true, [], 'Read-only'],
    [
      'with no journal',
      { journal: { kept: false as const, why: 'no right' } },
      false,
      ['Run the rest', 'Reset'],
      'no right',
    ],
  ])('%s', (_state, more, readOnly, buttons, words) => {
    const html = markup(<RunPanel here="ingress" />, more, readOnly);
    expect(buttonsOf(html)).toEqual(buttons);
    expect(textOf(html)).toContain(words);
  });
});

describe('what came of a run', () => {
  const row = (id: StepRow['id'], title: string, state: StepRow['state']): StepRow => ({
    ...RUNNING,
    id,
    title,
    state,
  });
  const DONE = [row('preflight', 'Preflight', 'blocked'), row('autoscaler', 'Autoscaler', 'done')];
  const panel = (steps: readonly StepRow[], here: StepRow['id'], more: Partial<RunView> = {}) =>
    markup(<RunPanel here={here} />, { rest: [], ...more }, false, [...steps]);
  const linksOf = (html: string) => [...html.matchAll(/<a[^>]* href="([^"]*)"/g)].map(([, href]) => href);

  it.each<[string, readonly StepRow[], Partial<RunView>, string, readonly string[]]>([
    [
      'is done, and leads to the finale',
      DONE,
      {},
      'done: All that is chosen is done. Now the finale: Send load',
      [`/autoscaling/demo/sample-metrics-app?workshop&amp;load`],
    ],
    [
      'is done but for what cannot be done',
      [row('public', 'Public address', 'blocked')],
      {},
      'All is done but Public address.',
      [],
    ],
    [
      'failed in another step',
      [row('monitoring', 'Monitoring', 'failed'), ...DONE],
      { rest: ['monitoring'] },
      'failed: Monitoring failed: its page says why.',
      ['/workshop/monitoring'],
    ],
    [
      'was stopped in another step',
      [row('monitoring', 'Monitoring', 'stopped')],
      { rest: ['monitoring'] },
      'stopped: Monitoring was stopped: its page says how to go on.',
      ['/workshop/monitoring'],
    ],
    [
      'does not hold',
      [row('metrics', 'Metrics', 'unready'), ...DONE],
      {},
      'Metrics is made and does not hold now: its page says why.',
      ['/workshop/metrics'],
    ],
  ])('%s', (_what, steps, more, words, links) => {
    const html = panel(steps, 'taints', more);
    expect(textOf(html)).toContain(words);
    expect(linksOf(html)).toEqual(links);
  });

  it('leads nobody to where they are', () => {
    const failed = panel([row('monitoring', 'Monitoring', 'failed')], 'monitoring', { rest: ['monitoring'] });
    expect(textOf(failed)).toContain('Monitoring failed');
    expect(linksOf([failed, panel(DONE, 'autoscaler')].join())).toEqual([]);
  });

  it('is not told before anything was done, while something is left, and while something is going on', () => {
    for (const more of [{ undoable: [] }, { rest: ['metrics' as const] }, { doing: DOING }]) {
      expect(textOf(panel(DONE, 'taints', more))).not.toMatch(/chosen is done|finale/);
    }
  });
});

describe('what is confirmed', () => {
  const dialog = (more: Partial<Confirmation>, run: Partial<RunView> = {}) => {
    const shown = { run: { ...RUN, ...run }, steps: [], choices: RUN.choices, choose: () => undefined, lock: null };
    return markup(<ApplyDialog confirmation={{ ...restConfirmation(shown), ...more }} onClose={() => undefined} />);
  };

  it('says of each step whether it creates or changes', () => {
    const restLines = [
      { title: 'Metrics', todo: { sign: '~', words: '1 to change' } },
      { title: 'Ingress', todo: { sign: '+', words: '10 to create' } },
    ];
    const html = dialog({}, { rest: ['metrics', 'ingress'], restLines });
    expect(textOf(html)).toContain('~ Metrics: 1 to change + Ingress: 10 to create');
    expect(buttonsOf(html)).toContain('Run 2 steps');
  });

  it.each([
    ['needed', 'The cluster has none yet.', 'ngrok’s authtoken is missing', ['Cancel']],
    ['possible', 'Left empty, the token that is there stays', 'Run 1 step', ['Cancel', 'Run 1 step']],
  ] as const)('says of a token that is %s whether there is one, and what is missing', (token, words, button, able) => {
    const html = dialog({ token });
    expect(textOf(html)).toContain(words);
    expect(textOf(html)).toMatch(new RegExp(`${button}$`));
    expect(buttonsOf(html)).toEqual(able);
  });
});

describe('what is awaited', () => {
  const gate: GateView = {
    id: 'ready',
    title: '',
    state: 'waiting',
    words: 'Pending: no board has room.',
    waitedSeconds: 9,
    patienceSeconds: 300,
    address: null,
    pod: null,
    log: [],
  };
  const waiting = { ...DETAIL, record: { state: 'waiting' as const, startedAt: NOW, endedAt: null, message: null } };
  const shown = (detail: StepDetail, states: readonly GateView[], more: Partial<RunView> = {}) =>
    markup(<Gates component={componentOf('metrics-server')} detail={detail} states={states} />, more);

  it('is told beforehand', () => {
    expect(textOf(shown(DETAIL, []))).toContain('metrics.k8s.io is available looked at once it is applied');
  });

  it('is being looked at as soon as all is applied, before anything was seen of it', () => {
    expect(textOf(shown(waiting, [], { doing: DOING }))).toContain('metrics.k8s.io is available is being looked at');
  });

  it('says why it is not there', () => {
    expect(textOf(shown(waiting, [gate], { doing: DOING }))).toContain('Pending: no board has room.');
  });

  it('is said above all else while it is awaited, with a way on where it takes long', () => {
    const above = (state: GateView['state'], more: Partial<RunView>) =>
      markup(<StepTroubles detail={waiting} gates={[{ ...gate, title: 'the API', state }]} />, more);
    expect(textOf(above('waiting', { doing: DOING }))).toContain(
      'Awaited: the API , 0 of 1 there. Pending: no board has room.',
    );
    expect(buttonsOf(above('waiting', { doing: DOING }))).toEqual([]);
    expect(buttonsOf(above('long', { doing: DOING }))).toEqual(['Go on without waiting']);
    expect(buttonsOf(above('long', { doing: DOING, heldBy: 'pi5-2' }))).toEqual([]);
  });
});

describe('what does not come', () => {
  const pod = { namespace: 'ngrok', name: 'ngrok-1', crashed: 'ngrok' };
  const log = ['authentication failed', 'Your authtoken: (hidden)'];

  it('is told by what crashed, with the way to its pod', () => {
    const html = markup(<GateReason gate={{ pod, log }} />);
    expect(textOf(html)).toBe(
      'ngrok printed last: authentication failed Your authtoken: (hidden) Pod ngrok-1 has the whole log',
    );
    expect(html).toContain('href="/pods/ngrok/ngrok-1"');
  });

  it('leads to its pod where nothing was printed, or may not be read', () => {
    expect(textOf(markup(<GateReason gate={{ pod, log: [] }} />))).toBe('Pod ngrok-1');
    expect(textOf(markup(<GateReason gate={{ pod: null, log: [] }} />))).toBe('');
  });
});

describe('a whole step', () => {
  const plan: ComponentPlan = {
    id: 'metrics-server',
    title: 'metrics-server',
    chosen: true,
    state: 'offered',
    words: '',
    blocked: [],
    unsure: [],
    presence: { state: 'absent' },
    architectures: [],
    fits: [],
    objects: [TO_COME],
  };
  const headings = (more: Partial<StepDetail>) => {
    const components = new Map([[plan.id, plan]]);
    const rows = { detail: { ...DETAIL, ...more }, taints: null, components, gates: () => [] };
    const html = markup(<Step rows={rows} checks={[]} />);
    return [...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, words]) => words);
  };
  const record = { startedAt: NOW, endedAt: null, message: null };

  it.each<[string, Partial<StepDetail>]>([
    ['is applied', { record: { ...record, state: 'applying' } }],
    ['is awaited', { record: { ...record, state: 'waiting' } }],
    ['failed', { record: { ...record, state: 'failed' } }],
    ['was stopped', { record: { ...record, state: 'stopped' } }],
    ['does not hold any more', { state: 'unready', record: { ...record, state: 'applied' } }],
  ])('that %s begins with what is awaited', (_what, more) => {
    expect(headings(more)).toEqual(['Ready when', 'What changes', 'Good to know']);
  });

  it.each<[string, Partial<StepDetail>]>([
    ['is to come', {}],
    ['is done', { state: 'done', record: { ...record, state: 'applied' } }],
    ['is taken back', { record: { ...record, state: 'undoing' } }],
  ])('that %s tells it after what it changes', (_what, more) => {
    expect(headings(more)).toEqual(['What changes', 'Ready when', 'Good to know']);
  });
});

describe('ngrok’s token', () => {
  const record = { state: 'applied' as const, startedAt: NOW, endedAt: NOW, message: null };
  const rows = (more: Partial<StepDetail>) => ({
    detail: { ...DETAIL, ...more },
    taints: null,
    components: new Map(),
    gates: () => [],
  });
  const head = (more: Partial<StepDetail>) => buttonsOf(markup(<StepHead rows={rows(more)} what={undefined} />));

  it('can be another where what was made does not hold any more', () => {
    expect(head({ record, state: 'unready', token: 'possible' })).toEqual(['Apply again']);
    expect(head({ record, state: 'unready' })).toEqual([]);
    expect(head({ record, state: 'done', token: 'possible' })).toEqual([]);
  });

  it('is named once where it may be at fault', () => {
    const gate: GateView = {
      id: 'ready',
      title: 'the agent runs',
      state: 'waiting',
      words: '',
      waitedSeconds: 9,
      patienceSeconds: 300,
      address: null,
      pod: { namespace: 'ngrok', name: 'ngrok-1', crashed: 'ngrok' },
      log: ['authentication failed'],
    };
    const told = (more: Partial<StepDetail>, gates = [gate]) =>
      textOf(markup(<StepTroubles detail={{ ...DETAIL, token: 'possible', ...more }} gates={gates} />)).split('token')
        .length - 1;
    expect(told({ record, state: 'unready', why: ['The agent does not run.', 'There is no address.'] })).toBe(1);
    expect(told({ record: { ...record, state: 'stopped' } })).toBe(1);
    expect(told({ record: { ...record, state: 'waiting' } })).toBe(1);
    expect(told({ record: { ...record, state: 'waiting' } }, [{ ...gate, log: [] }])).toBe(0);
    expect(told({ record, state: 'unready', why: ['It does not run.'], token: null })).toBe(0);
  });

  it('is asked for as the plan says, by itself and with the rest', () => {
    for (const token of ['needed', 'possible', null] as const) {
      expect(stepConfirmation(rows({ token }), '').token).toBe(token);
      expect(restConfirmation({ run: { ...RUN, restToken: token }, steps: [] }).token).toBe(token);
    }
  });
});

describe('a step that does not hold any more', () => {
  it('says what it lacks, with no flag broken over two lines', () => {
    const why = ['It is there, but Sample app is not: --some-flag.'];
    const html = markup(<StepTroubles detail={{ ...DETAIL, state: 'unready', why }} gates={[]} />);
    expect(textOf(html)).toMatch(/^made, and does not hold now: It is there, but Sample app is not/);
    expect(html).toMatch(/<span class="whitespace-nowrap">--some-flag<\/span>/);
  });
});

describe('a step that ended early', () => {
  const gate: GateView = {
    id: 'ready',
    title: 'the API',
    state: 'long',
    words: '0 of 1 ready.',
    waitedSeconds: 400,
    patienceSeconds: 300,
    address: null,
    pod: null,
    log: [],
  };
  const record = { startedAt: NOW, endedAt: NOW, message: 'why it ended' };
  const shown = (noted: 'failed' | 'stopped', state: StepDetail['state'], gates: readonly GateView[]) =>
    markup(<StepTroubles detail={{ ...DETAIL, state, record: { ...record, state: noted } }} gates={gates} />);

  it('was stopped by somebody, which is no failure and leaves nothing to skip', () => {
    const html = shown('stopped', 'done', [gate]);
    expect(html).not.toContain('role="alert"');
    expect(textOf(html)).toMatch(/^stopped: why it ended/);
    expect(buttonsOf(html)).toEqual([]);
  });

  it('failed, and can be gone on from only where nothing is left of it but the wait', () => {
    expect(textOf(shown('failed', 'done', [gate]))).toMatch(/^failed: why it ended/);
    expect(buttonsOf(shown('failed', 'done', [gate]))).toEqual(['Go on without waiting']);
    expect(buttonsOf(shown('failed', 'unready', [gate]))).toEqual(['Go on without waiting']);
    expect(buttonsOf(shown('failed', 'ready', [gate]))).toEqual([]);
    expect(buttonsOf(shown('failed', 'done', []))).toEqual([]);
  });
});

describe('what changes', () => {
  const { change: _, ref, ...base } = TO_COME;
  const shown = (object: ObjectDifference, triedAt: string | null = NOW, isUnderWay = false) =>
    markup(
      <Changes objects={[object]} triedAt={triedAt} isUnderWay={isUnderWay} component="traefik">
        {null}
      </Changes>,
    );

  it('opens where it is in the way of somebody else, and names them', () => {
    const conflicts = [{ manager: 'helm', field: '.spec.replicas' }];
    const html = shown({ ...base, ref, change: 'conflict', conflicts, words: 'helm sets it' });
    expect(html).toMatch(/<details open=""/);
    expect(textOf(html)).toContain('.spec.replicas belongs to helm');
    expect(textOf(html)).toContain('dry run by the API server, 0s ago : 0 created, 0 changed, 1 conflict');
  });

  it('shows what a field was and becomes', () => {
    const fields = [{ path: 'spec.type', before: '"ClusterIP"', after: null }];
    expect(textOf(shown({ ...base, ref, change: 'change', fields }))).toContain('spec.type − before: "ClusterIP"');
  });

  it('is not called untried while it is applied', () => {
    expect(textOf(shown({ ...base, ref, change: 'create' }, null))).toContain('not tried out yet: 1 created');
    for (const triedAt of [null, NOW]) {
      const text = textOf(shown({ ...base, ref, change: 'create' }, triedAt, true));
      expect(text).toContain('as last compared with what is there: 1 created');
      expect(text).not.toMatch(/tried|dry run/);
    }
  });

  it('says where nothing does', () => {
    expect(textOf(shown({ ...base, ref, change: 'same' }))).toContain('nothing: all is as it should be');
  });
});
