import { describe, expect, it } from 'vitest';
import { exitWords } from './exit-words.ts';

describe('an exit code in words', () => {
  it.each([
    [0, 'Completed', '', /without an error/],
    [1, 'Error', '', /error of the program itself/],
    [2, 'Error', '', /wrong arguments/],
    [3, 'Error', '', /^an error of the program itself$/],
    [126, 'Error', '', /cannot be executed/],
    [127, 'Error', '', /not found in the image/],
    [128, 'StartError', 'exec: "nginx": executable file not found in $PATH', /not found in the image/],
    [128, 'StartError', 'error mounting "/x"', /runtime could not start/],
    [128, 'StartError', 'exec /app: exec format error', /another architecture/],
    [132, 'Error', '', /SIGILL.*processor/],
    [134, 'Error', '', /SIGABRT/],
    [137, 'Error', '', /SIGKILL/],
    [137, 'OOMKilled', '', /more memory/],
    [137, 'ContainerStatusUnknown', 'The container could not be located', /lost track/],
    [139, 'Error', '', /SIGSEGV/],
    [143, 'Error', '', /SIGTERM: asked to stop/],
    [128 + 34, 'Error', '', /signal 34/],
    [255, 'Error', '', /another architecture/],
    [255, 'Error', 'exec user process caused "exec format error"', /^exec format error/],
  ])('%i %s %j', (exitCode, reason, message, expected) => {
    expect(exitWords({ exitCode, reason, message })).toMatch(expected);
  });
});
