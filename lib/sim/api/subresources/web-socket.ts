// The server's side of a WebSocket that says a few things and closes: RFC 6455 as far as that takes.
import { createHash } from 'node:crypto';
import type { ApiRequest, BodyAnswer } from '../answer.ts';

/** RFC 6455, section 1.3. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const BINARY = 0x82;
const CLOSE = 0x88;
const CLOSE_NORMAL = 1000;
/** Up to this a length fits the frame's second byte; longer ones follow it in two bytes. */
const SHORT_LENGTH_MAX = 125;
const TWO_BYTE_LENGTH = 126;

export function isUpgrade({ headers }: ApiRequest): boolean {
  const connection = (headers.connection ?? '').toLowerCase();
  return connection.split(',').some((token) => token.trim() === 'upgrade');
}

export function isWebSocket(request: ApiRequest): boolean {
  return isUpgrade(request) && request.headers.upgrade?.toLowerCase() === 'websocket';
}

/** The subprotocols a client offers, best first. */
export function subprotocolsOf({ headers }: ApiRequest): string[] {
  return (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
}

/** Switches protocols, sends the messages, and closes. A listener ends the connection after an answer of status 101. */
export function webSocketAnswer(request: ApiRequest, protocol: string, messages: readonly Uint8Array[]): BodyAnswer {
  const key = request.headers['sec-websocket-key'] ?? '';
  const headers = {
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-accept': createHash('sha1').update(`${key}${ACCEPT_GUID}`).digest('base64'),
    'sec-websocket-protocol': protocol,
  };
  const code = Buffer.alloc(2);
  code.writeUInt16BE(CLOSE_NORMAL);
  return { status: 101, contentType: '', headers, body: [...messages.map(binaryFrame), frame(CLOSE, code)] };
}

function binaryFrame(payload: Uint8Array): Buffer {
  return frame(BINARY, payload);
}

function frame(opcode: number, payload: Uint8Array): Buffer {
  if (payload.length <= SHORT_LENGTH_MAX) return Buffer.concat([Buffer.of(opcode, payload.length), payload]);
  const head = Buffer.of(opcode, TWO_BYTE_LENGTH, 0, 0);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
