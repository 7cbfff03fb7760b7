import { expect, test } from 'vitest';
import { ended, sentence } from './sentence.ts';

test.each([
  ['the adapter does not answer', 'The adapter does not answer.'],
  ['none of 6 pods answers', 'None of 6 pods answers.'],
  ['system:serviceaccount:x may not get pods', 'system:serviceaccount:x may not get pods.'],
  ['http_requests has no value', 'http_requests has no value.'],
  ['my-app, which is not there', 'my-app, which is not there.'],
  ['Is it?', 'Is it?'],
  ['1332m is more', '1332m is more.'],
])('%s reads %s', (text, words) => expect(sentence(text)).toBe(words));

test('what stands behind a colon keeps its small letter', () => {
  expect(ended('from and to are far apart')).toBe('from and to are far apart.');
  expect(ended('It ended.')).toBe('It ended.');
});
