// What is typed behind `npm run workshop --`: read, held to what the command takes, and said in a line where it is wrong.
import { parseArgs } from 'node:util';
import { ARCH_LABEL, BETA_ARCH_LABEL } from '#lib/rules/nodes/platform.ts';
import { isTaintEffect, TAINT_EFFECTS } from '#lib/rules/nodes/taint-spec.ts';
import { CHOICES } from '#lib/server/workshop/request-shape.ts';
import { EXTRA_IDS } from '#lib/stack/catalogue.ts';
import { STEP_IDS, type StepId } from '#lib/stack/component.ts';
import { UsageError } from '../options.ts';
import type { GivenChoices } from './given-choices.ts';

export const COMMANDS = ['plan', 'apply', 'status', 'undo'] as const;

export type CommandName = (typeof COMMANDS)[number];

export interface Command {
  command: CommandName;
  /** In the order of the workshop; none for all. */
  steps: readonly StepId[];
  kubeconfig: string | null;
  context: string | null;
  choices: GivenChoices;
  /** Nothing is asked before it is done. */
  yes: boolean;
  /** `status` tells how it is now, and ends. */
  once: boolean;
  /** Count as done whatever they wait for. */
  skipWait: readonly StepId[];
}

const OPTIONS = {
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
  once: { type: 'boolean' },
  'skip-wait': { type: 'string' },
  taint: { type: 'string' },
  'taint-effect': { type: 'string' },
  'taint-key': { type: 'string' },
  taints: { type: 'boolean' },
  heapster: { type: 'boolean' },
  'insecure-kubelets': { type: 'boolean' },
  public: { type: 'boolean' },
  extras: { type: 'string' },
  'registry-prefix': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type OptionName = keyof typeof OPTIONS;

const NONE = 'none';
const EVERYWHERE: readonly OptionName[] = ['kubeconfig', 'context', 'help'];
const OF_CHOICES: readonly OptionName[] = [
  'taint',
  'taint-effect',
  'taint-key',
  'taints',
  'heapster',
  'insecure-kubelets',
  'public',
  'extras',
  'registry-prefix',
];
const TAKES: Readonly<Record<CommandName, readonly OptionName[]>> = {
  plan: OF_CHOICES,
  apply: [...OF_CHOICES, 'yes', 'skip-wait'],
  status: ['once'],
  undo: ['yes'],
};
const KEYS: Readonly<Record<string, typeof ARCH_LABEL | typeof BETA_ARCH_LABEL>> = {
  today: ARCH_LABEL,
  beta: BETA_ARCH_LABEL,
  [ARCH_LABEL]: ARCH_LABEL,
  [BETA_ARCH_LABEL]: BETA_ARCH_LABEL,
};

type Values = ReturnType<typeof parsed>['values'];

/** Throws a UsageError that says what is right. */
export function readCommand(args: readonly string[]): Command | 'help' {
  const { values, positionals } = parsed(args);
  if (values.help === true) return 'help';
  const [name, ...steps] = positionals;
  const command = COMMANDS.find((one) => one === name);
  if (command === undefined) {
    const said = name === undefined ? 'say what to do' : `there is no command ${name}`;
    throw new UsageError(`${said}: ${COMMANDS.join(', ')}. See npm run workshop -- --help.`);
  }
  for (const option of Object.keys(values) as OptionName[]) {
    if (EVERYWHERE.includes(option) || TAKES[command].includes(option)) continue;
    const takers = COMMANDS.filter((one) => TAKES[one].includes(option));
    throw new UsageError(`--${option} is for ${takers.join(' and ')}, not for ${command}.`);
  }
  return {
    command,
    steps: readSteps(steps),
    kubeconfig: values.kubeconfig ?? null,
    context: values.context ?? null,
    choices: readChoices(values),
    yes: values.yes ?? false,
    once: values.once ?? false,
    skipWait: readSteps(names(values['skip-wait'])),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, allowNegative: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError(`${error.message.split('. ')[0]}. See npm run workshop -- --help.`);
  }
}

function names(text: string | undefined): string[] {
  return (text ?? '').split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
}

function readSteps(given: readonly string[]): StepId[] {
  const unknown = given.find((name) => !STEP_IDS.some((id) => id === name));
  if (unknown !== undefined) throw new UsageError(`there is no step ${unknown}: steps are ${STEP_IDS.join(', ')}.`);
  return STEP_IDS.filter((id) => given.includes(id));
}

function readChoices(values: Values): GivenChoices {
  const registryPrefix = values['registry-prefix'];
  return {
    ...readTaints(values),
    ...(values.heapster === undefined ? {} : { metrics: values.heapster ? 'heapster' : 'metrics-server' }),
    ...(values['insecure-kubelets'] === undefined ? {} : { kubeletInsecureTls: values['insecure-kubelets'] }),
    ...(values.public === undefined ? {} : { goPublic: values.public }),
    ...(values.extras === undefined ? {} : { extras: readExtras(values.extras) }),
    ...(registryPrefix === undefined ? {} : { registryPrefix: readPrefix(registryPrefix) }),
  };
}

function readTaints(values: Values): GivenChoices {
  const architectures = names(values.taint);
  const [effect, key] = [values['taint-effect'], values['taint-key']];
  if (values.taints === true) throw new UsageError('--taint ARCH,... says which architectures are tainted.');
  if (values.taint !== undefined && architectures.length === 0) {
    throw new UsageError('--taint names architectures, such as arm64,arm; --no-taints is for none.');
  }
  if (values.taints === false) {
    if ((values.taint ?? effect ?? key) === undefined) return { taints: null };
    throw new UsageError('--no-taints leaves all boards as they are: leave out what else is said of taints.');
  }
  if (effect !== undefined && !isTaintEffect(effect)) {
    throw new UsageError(`--taint-effect is ${TAINT_EFFECTS.join(', ')}, not "${effect}".`);
  }
  const fullKey = key === undefined ? undefined : KEYS[key];
  if (key !== undefined && fullKey === undefined) {
    throw new UsageError(`--taint-key is today (${ARCH_LABEL}) or beta (${BETA_ARCH_LABEL}), not "${key}".`);
  }
  const taint = {
    ...(values.taint === undefined ? {} : { architectures }),
    ...(effect === undefined ? {} : { effect }),
    ...(fullKey === undefined ? {} : { key: fullKey }),
  };
  return Object.keys(taint).length === 0 ? {} : { taint };
}

function readExtras(text: string): (typeof EXTRA_IDS)[number][] {
  const given = text === NONE ? [] : names(text);
  const unknown = given.find((name) => !EXTRA_IDS.some((id) => id === name));
  if (unknown === undefined) return EXTRA_IDS.filter((id) => given.includes(id));
  throw new UsageError(`there is no extra ${unknown}: extras are ${EXTRA_IDS.join(', ')}, or ${NONE}.`);
}

function readPrefix(text: string): string | null {
  if (text === NONE) return null;
  const { success, error } = CHOICES.shape.registryPrefix.safeParse(text);
  if (success) return text;
  throw new UsageError(`--registry-prefix is ${error.issues[0]?.message ?? 'a registry'}, or ${NONE}; not "${text}".`);
}
