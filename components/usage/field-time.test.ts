import { describe, expect, it } from 'vitest';
import { fieldTime, momentOf, spanWords } from './field-time.ts';

describe('times in fields', () => {
  it('come back as they went in, whatever the zone', () => {
    const at = Date.parse('2026-11-23T13:05:07Z');
    expect(fieldTime(at)).toMatch(/^2026-11-2\dT\d\d:\d\d:07$/);
    expect(momentOf(fieldTime(at))).toBe('2026-11-23T13:05:07.000Z');
  });

  it.each(['', 'soon', null])('%j is no time', (field) => {
    expect(momentOf(field)).toBeNull();
  });

  it('name the days where they are two', () => {
    const from = new Date(2026, 10, 23, 13, 5).toISOString();
    expect(spanWords({ from, to: new Date(2026, 10, 23, 14, 20).toISOString() })).toBe('13:05 to 14:20');
    expect(spanWords({ from, to: new Date(2026, 10, 24, 1, 0).toISOString() })).toBe('11-23 13:05 to 11-24 01:00');
  });
});
