'use client';
// How the number comes about, with its figures: what is underlined can be asked what it is.
import { useId, useState } from 'react';
import { sentence } from '#lib/format/sentence.ts';
import type { FormulaLine, FormulaView, MetricView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { FormulaSteps } from './formula-steps.tsx';

interface FormulaProps {
  formula: FormulaView;
  metrics: readonly MetricView[];
}

/** The place of a term: `<line>/<term>`. */
type TermKey = string;

export function Formula({ formula, metrics }: FormulaProps) {
  const [asked, setAsked] = useState<TermKey | null>(null);
  const meaningId = useId();
  const { lines, ours, controllers, difference, whyNot } = formula;
  const meaning = asked === null ? null : meaningOf(lines, asked);
  const asks = lines.some(({ terms }) => terms.some((term) => term.meaning !== null));
  return (
    <section aria-labelledby="formula" className="px-4 pb-5 sm:px-6">
      <h2 id="formula" className="sr-only">
        The formula
      </h2>
      <div className="formula">
        {lines.map((line, index) => (
          <Line
            key={line.metric}
            line={line}
            index={index}
            name={lines.length === 1 ? 'desired' : (metrics[line.metric]?.title ?? `metric ${line.metric + 1}`)}
            several={lines.length > 1}
            asked={asked}
            meaningId={meaningId}
            onAsk={(key) => setAsked(asked === key ? null : key)}
          />
        ))}
        {whyNot === null ? null : <p>{sentence(`it cannot be computed here: ${whyNot}`)}</p>}
        <FormulaSteps steps={formula.steps} />
        <p className="formula-result">
          {controllers === null ? (
            'The controller has not said yet how many it wants.'
          ) : (
            <>
              The controller wants <b className="font-semibold">{controllers}</b>
              {ours === controllers ? ', as computed here' : ''}.
            </>
          )}
          {difference === null ? '' : ` ${sentence(difference)}`}
        </p>
      </div>
      {asks ? (
        <p id={meaningId} className="formula-meaning text-ink-2">
          {meaning ?? 'Choose an underlined figure to be told what it is.'}
        </p>
      ) : null}
      {/* Told once, when it is asked for: the figures in it go on changing. */}
      <Spoken key={asked ?? ''} text={meaning} />
    </section>
  );
}

function Spoken({ text }: { text: string | null }) {
  const [first] = useState(text);
  return (
    <p className="sr-only" role="status">
      {first}
    </p>
  );
}

interface LineProps {
  line: FormulaLine;
  index: number;
  name: string;
  several: boolean;
  asked: TermKey | null;
  meaningId: string;
  onAsk: (key: TermKey) => void;
}

function Line({ line, index, name, several, asked, meaningId, onAsk }: LineProps) {
  return (
    <p className={several && !line.won ? 'formula-line text-ink-2' : 'formula-line'}>
      {line.result === null ? '' : `${name} = `}
      {line.terms.map(({ text, meaning }, at) => {
        const key = `${index}/${at}`;
        return meaning === null ? (
          <span key={key}>{text}</span>
        ) : (
          <button
            key={key}
            type="button"
            title="What is this?"
            aria-expanded={asked === key}
            aria-controls={meaningId}
            onClick={() => onAsk(key)}
            className="formula-term"
          >
            {text}
          </button>
        );
      })}
      {several && line.won ? <span className="formula-won">the largest, so it counts</span> : null}
    </p>
  );
}

function meaningOf(lines: readonly FormulaLine[], key: TermKey): string | null {
  const [line = '', term = ''] = key.split('/');
  const found = lines[Number(line)]?.terms[Number(term)];
  return found?.meaning == null ? null : sentence(`${found.text.replace(/\($/, '').trim()}: ${found.meaning}`);
}
