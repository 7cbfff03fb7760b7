'use client';
// What was found before anything is done: what is in the way first, each with what to do about it.
import type { PreflightCheck } from '#lib/model/workshop/preflight/check.ts';
import { Mark } from './mark.tsx';
import { Part } from './part.tsx';
import { Preload } from './preload.tsx';
import { WithFlags } from './with-flags.tsx';
import { CHECK_MARKS } from './words.ts';

const GRAVEST_FIRST: readonly PreflightCheck['state'][] = ['blocked', 'warning', 'unknown', 'ok'];

export function Preflight({ checks }: { checks: readonly PreflightCheck[] }) {
  const sorted = GRAVEST_FIRST.flatMap((state) => checks.filter((check) => check.state === state));
  const counted = (states: readonly PreflightCheck['state'][]) =>
    checks.filter(({ state }) => states.includes(state)).length;
  const inTheWay = counted(['blocked']);
  const noted = counted(['warning', 'unknown']);
  return (
    <>
      <Part
        title="Checks"
        note={`${inTheWay === 0 ? 'done, nothing is in the way' : `${inTheWay} in the way`}: ${counted(['ok'])} of ${checks.length} are well${noted === 0 ? '' : `, ${noted} to know`}`}
      >
        <ul className="checks">
          {sorted.map((check) => (
            <CheckRow key={check.id} check={check} />
          ))}
        </ul>
      </Part>
      <Preload />
    </>
  );
}

function CheckRow({ check: { title, state, words, todo, kubectl } }: { check: PreflightCheck }) {
  const [kind, said] = CHECK_MARKS[state];
  return (
    <li>
      <p className="check-title">
        <Mark kind={kind} words={said} size={14} />
        {title}
      </p>
      <div className="min-w-0">
        <p className="[overflow-wrap:anywhere]">
          <WithFlags words={words} />
        </p>
        {todo === null ? null : (
          <p className="text-ink-2">
            <WithFlags words={todo} />
          </p>
        )}
      </div>
      {kubectl === null ? null : <code className="check-command">{kubectl}</code>}
    </li>
  );
}
