import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { standardControllers } from './standard-controllers.ts';
import { goldenAnswer, goldenCases } from './testdata/golden.ts';

const DIRECTORY = join(import.meta.dirname, 'testdata');
const controllers = standardControllers({ caCertificatePem: 'PEM' });

describe('each controller writes what is on file for it', () => {
  it.each(goldenCases(DIRECTORY))('%s', (name) => {
    const { answer, expected } = goldenAnswer(DIRECTORY, name, controllers);
    expect(answer).toEqual(expected);
  });
});
