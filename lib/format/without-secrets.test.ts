import { describe, expect, it } from 'vitest';
import { withoutSecrets } from './without-secrets.ts';

const NGROK_LIKE = '2abcDEFghiJKLmnoPQRstuVWXyz_5aBcDeFgHiJkLmNoPqRsT';
const JWT = 'eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQifQ.c2lnbmF0dXJlMDEyMzQ1Njc4OQ';

describe('a line of a log', () => {
  it.each([
    ['ERROR:  Your authtoken: bad', 'ERROR:  Your authtoken: (hidden)'],
    ['level=error authtoken=bad msg="no"', 'level=error authtoken=(hidden) msg="no"'],
    ['{"Password":"hunter 2","user":"ann"}', '{"Password":(hidden),"user":"ann"}'],
    ['{"Password":"say \\"friend\\" 2","user":"ann"}', '{"Password":(hidden),"user":"ann"}'],
    ["api_key = 'a b c' is wrong", 'api_key = (hidden) is wrong'],
    ['DB_PASSWD=hunter2', 'DB_PASSWD=(hidden)'],
    ['Authorization: Bearer abc', 'Authorization: (hidden)'],
    ['authorization: Basic dXNlcjpwYXNz', 'authorization: (hidden)'],
    ['sent bearer abcdefgh12', 'sent bearer (hidden)'],
    ['the token "bad" is not valid', 'the token (hidden) is not valid'],
    ['dial postgres://ann:hunter2@db:5432/shop', 'dial postgres://(hidden)@db:5432/shop'],
    [`refused ${NGROK_LIKE}.`, 'refused (hidden).'],
    [`refused ${JWT}`, 'refused (hidden).(hidden).(hidden)'],
    ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7+/w5Yl1k=', '(hidden)'],
    ['key AKIAIOSFODNN7EXAMPLE', 'key (hidden)'],
    ['sha 0a1b2c3d4e5f60718293a4b5c6d7e8f9', 'sha (hidden)'],
  ])('%s', (line, told) => {
    expect(withoutSecrets(line)).toBe(told);
  });

  it.each([
    'ERROR:  authentication failed: The authtoken you specified does not look like a proper ngrok authtoken.',
    'ERROR:  https://dashboard.ngrok.com/get-started/your-authtoken',
    'ERROR:  ERR_NGROK_4018',
    'ts=2026-11-23T09:00:00.123456789Z caller=main.go:123 level=error err="secret \\"ngrok\\" not found"',
    'E1123 09:00:00 github.com/prometheus/prometheus/discovery/kubernetes/kubernetes.go:509 failed to list pods',
    'pod prometheus-operator-7c9f8d6b5-x2x2z on pi4-64 was evicted',
    'CONFIGURATION_FILE_MISSING_2 in /etc/prometheus/configuration/rules.yaml',
    'dial tcp 10.43.0.1:443: connect: connection refused',
  ])('tells all of: %s', (line) => {
    expect(withoutSecrets(line)).toBe(line);
  });

  it('is the same when it is told again', () => {
    const once = withoutSecrets(`authtoken: ${NGROK_LIKE} and ${JWT}`);
    expect(withoutSecrets(once)).toBe(once);
  });
});
