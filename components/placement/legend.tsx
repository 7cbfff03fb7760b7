// What the letters and shapes mean, for whoever opens it.
import { PodPin } from './pod-pin.tsx';
import { REASONS } from './reason-words.ts';
import { STATE_SENTENCES, STATES } from './state-words.ts';

export function Legend() {
  return (
    <details className="legend">
      <summary>What the letters and shapes mean</summary>
      <div className="legend-columns">
        <dl aria-label="Why no pod can be there">
          {REASONS.map(({ letter, word, sentence }) => (
            <div key={letter}>
              <dt>
                <b className="reason-letter">{letter}</b> {word}
              </dt>
              <dd>{sentence}</dd>
            </div>
          ))}
          <div>
            <dt>empty</dt>
            <dd>A pod of this workload could be placed there.</dd>
          </div>
        </dl>
        <dl aria-label="How a pod is">
          {STATES.map((state) => (
            <div key={state}>
              <dt>
                <PodPin state={state} /> {state}
              </dt>
              <dd>{STATE_SENTENCES[state]}</dd>
            </div>
          ))}
        </dl>
      </div>
      <p id="placement-keys" className="text-ink-2">
        Keys: / goes to the filter; in the table arrows go from pod to pod and from reason to reason, Enter says why,
        Escape closes.
      </p>
    </details>
  );
}
