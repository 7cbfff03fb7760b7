// The order of API versions: v10, v2, v1, v2beta1, v1beta2, v1alpha1, then others as text.
// Mirrors apimachinery/pkg/version/helpers.go CompareKubeAwareVersionStrings.

const STAGES = ['alpha', 'beta', ''];

interface Parsed {
  stage: number;
  major: number;
  minor: number;
}

function parse(version: string): Parsed | null {
  const found = /^v([1-9]\d{0,5})(?:(alpha|beta)([1-9]\d{0,5}))?$/.exec(version);
  if (found === null) return null;
  const [, major = '0', stage = '', minor = '0'] = found;
  return { stage: STAGES.indexOf(stage), major: Number(major), minor: Number(minor) };
}

/** Negative where `a` is the better version. */
export function compareVersions(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  if (left === null && right === null) return a < b ? -1 : a > b ? 1 : 0;
  if (left === null || right === null) return left === null ? 1 : -1;
  return right.stage - left.stage || right.major - left.major || right.minor - left.minor;
}
