// What node_exporter tells of boards through a Prometheus: heat, voltage, throttling, card and network.
import {
  BOARD_EXPRESSIONS,
  BOARD_MEASURED,
  BOARD_NAMES,
  type BoardFact,
} from '#lib/rules/prometheus/board-expressions.ts';
import { expressionText, type PrometheusExpression } from '#lib/rules/prometheus/expressions.ts';
import type { AskService } from './ask-service.ts';
import { type KnownNode, NodeNames, ownNames } from './node-names.ts';
import { momentOf, PrometheusClient, type Sample } from './prometheus-client.ts';
import type { BoardHealthReading, BoardHealthSource } from './usage-source.ts';

/** Rates of cards and networks: over scrapes a minute apart as well. */
const WINDOW_SECONDS = 180;
const FACTS = Object.keys(BOARD_EXPRESSIONS) as readonly BoardFact[];

export class PrometheusBoards implements BoardHealthSource {
  readonly kind = 'prometheus';
  readonly title: string;
  readonly #client: PrometheusClient;
  readonly #nodes: () => readonly KnownNode[];

  constructor({ ask, title, nodes }: { ask: AskService; title: string; nodes: () => readonly KnownNode[] }) {
    this.title = title;
    this.#client = new PrometheusClient(ask, title);
    this.#nodes = nodes;
  }

  /** Those of which it knows when they were read: a board that says nothing is not in it. */
  async boardHealth(signal: AbortSignal): Promise<ReadonlyMap<string, BoardHealthReading>> {
    const measured = await this.#ask(BOARD_MEASURED, signal);
    if (measured.length === 0) return new Map();
    const [own, ...answers] = await Promise.all([
      this.#ask(BOARD_NAMES, signal),
      ...FACTS.map((fact) => this.#fact(fact, signal)),
    ]);
    const names = new NodeNames(this.#nodes(), ownNames(own));
    const facts = FACTS.map((fact, index) => [fact, byNode(answers[index] ?? [], names)] as const);
    const boards = new Map<string, BoardHealthReading>();
    for (const [name, [seconds]] of byNode(measured, names)) {
      const at = momentOf(seconds);
      if (at === null) continue;
      const reading = readingAt(at);
      for (const [fact, values] of facts) Object.assign(reading, factOf(fact, values.get(name)?.[0]));
      boards.set(name, reading);
    }
    return boards;
  }

  /** Best first: of two that tell of one board the first counts. */
  async #fact(fact: BoardFact, signal: AbortSignal): Promise<readonly Sample[]> {
    const answers = await Promise.all(BOARD_EXPRESSIONS[fact].map((expression) => this.#ask(expression, signal)));
    return answers.flat();
  }

  #ask(expression: PrometheusExpression, signal: AbortSignal): Promise<readonly Sample[]> {
    return this.#client.now(expressionText(expression, { windowSeconds: WINDOW_SECONDS }), signal);
  }
}

function byNode(samples: readonly Sample[], names: NodeNames): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { labels, value } of samples) {
    const name = names.of(labels);
    if (name === null) continue;
    const values = found.get(name) ?? [];
    values.push(value);
    found.set(name, values);
  }
  return found;
}

function readingAt(at: string): BoardHealthReading {
  return {
    at,
    temperatureCelsius: null,
    underVoltage: null,
    throttled: null,
    diskFreeBytes: null,
    diskSizeBytes: null,
    diskBusy: null,
    receiveBytesPerSecond: null,
    transmitBytesPerSecond: null,
  };
}

function factOf(fact: BoardFact, value: number | undefined): Partial<BoardHealthReading> {
  if (value === undefined) return {};
  if (fact === 'underVoltage' || fact === 'throttled') return { [fact]: value > 0 };
  // Busy for the whole of a window is measured a little over.
  return { [fact]: fact === 'diskBusy' ? Math.min(1, value) : value };
}
