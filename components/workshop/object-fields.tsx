// What of an object would change, field by field, or who is in the way.
import { formatCount } from '#lib/format/count.ts';
import type { ObjectDifference } from '#lib/model/workshop/difference.ts';

export function ObjectFields({ object: { fields, fieldsLeftOut, conflicts, words } }: { object: ObjectDifference }) {
  return (
    <div className="change-fields">
      {words === '' || conflicts.length > 0 ? null : <p className="font-sans">{words}</p>}
      {conflicts.map(({ manager, field }) => (
        <p key={`${manager} ${field}`}>
          <code>{field}</code> <span className="font-sans">belongs to {manager}, and is not taken from it</span>
        </p>
      ))}
      {fields.map(({ path, before, after }) => (
        <dl key={path}>
          <dt>{path}</dt>
          {before === null ? null : (
            <dd>
              <span aria-hidden="true">− </span>
              <span className="sr-only">before: </span>
              {before}
            </dd>
          )}
          {after === null ? null : (
            <dd>
              <span aria-hidden="true">+ </span>
              <span className="sr-only">after: </span>
              {after}
            </dd>
          )}
        </dl>
      ))}
      {fieldsLeftOut === 0 ? null : <p className="font-sans">and {formatCount(fieldsLeftOut, 'field')} more</p>}
    </div>
  );
}
