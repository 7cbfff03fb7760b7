import { describe, expect, it } from 'vitest';
import { customPrinter } from './custom-columns.ts';

const NOW_MS = Date.parse('2017-12-07T10:30:00Z');
const board = {
  metadata: { name: 'pi', creationTimestamp: '2017-12-07T10:29:00Z', labels: { 'a.b/c': 'label' } },
  spec: { cores: 4, share: 1.5, on: false, list: [{ x: 'one' }, { x: 'two' }], any: { b: [1], a: {} } },
  status: {
    conditions: [
      { type: 'Up', status: 'No' },
      { type: 'Ready', status: 'True' },
    ],
  },
};

describe('columns of a custom resource', () => {
  it.each([
    ['integer', '.spec.cores', 4],
    ['integer', '.spec.share', 1],
    ['number', '.spec.share', 1.5],
    ['boolean', '.spec.on', false],
    ['string', '.spec.cores', '4'],
    ['string', '.status.conditions[?(@.type=="Ready")].status', 'True'],
    ['string', ".status.conditions[?(@.type=='Gone')].status", null],
    ['string', '.status.conditions[?(@.type!="Up")].type', 'Ready'],
    ['string', '.metadata.labels.a\\.b/c', 'label'],
    ['string', ".metadata.labels['a\\.b/c']", 'label'],
    ['string', '.spec.list[0].x', 'one'],
    ['string', '.spec.list[-1].x', 'two'],
    ['string', '.spec.list[*].x', 'one'],
    ['string', '.spec.list[9].x', null],
    ['string', '.spec.any', '{"a":{},"b":[1]}'],
    ['date', '.metadata.creationTimestamp', '60s'],
    ['date', '.metadata.name', '<invalid>'],
    ['integer', '.metadata.name', null],
    ['string', '.nothing.there', null],
    ['string', '.broken[', null],
    ['string', '.__proto__.x', null],
  ])('of type %s at %s: %j', (type, jsonPath, cell) => {
    expect(customPrinter([{ name: 'C', type, jsonPath }]).cells(board, NOW_MS)).toEqual(['pi', cell]);
  });

  it('are name and age where the definition names none', () => {
    const printer = customPrinter([]);
    expect(printer.columns.map(({ name }) => name)).toEqual(['Name', 'Age']);
    expect(printer.cells(board, NOW_MS)).toEqual(['pi', '60s']);
  });
});
