// Reads the protobuf wire format: tags, varints, fixed-width and length-delimited values. Knows no messages.

/** Thrown for bytes that are no protobuf; the caller turns it into a Status. */
export class WireFormatError extends Error {}

export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
const WIRE_FIXED32 = 5;

/** A varint holds 7 bits a byte: 64 bits fit in 10. */
const VARINT_BYTES_MAX = 10;

export class ProtobufReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  tag(): { field: number; wireType: number } {
    const tag = Number(this.varint());
    if (tag < 8) throw new WireFormatError('a field number of 0');
    return { field: Math.floor(tag / 8), wireType: tag % 8 };
  }

  /** Signed 64 bit, as Go's int32 and int64 are written. */
  varint(): bigint {
    let value = 0n;
    for (let count = 0; count < VARINT_BYTES_MAX; count++) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new WireFormatError('unexpected end of data');
      value |= BigInt(byte & 0x7f) << BigInt(7 * count);
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    throw new WireFormatError('integer overflow');
  }

  bytes(): Uint8Array {
    const length = Number(this.varint());
    if (length < 0 || length > this.#bytes.length - this.#at) throw new WireFormatError('unexpected end of data');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  double(): number {
    if (this.#at + 8 > this.#bytes.length) throw new WireFormatError('unexpected end of data');
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  skip(wireType: number): void {
    if (wireType === WIRE_VARINT) this.varint();
    else if (wireType === WIRE_BYTES) this.bytes();
    else if (wireType === WIRE_FIXED64) this.#at += 8;
    else if (wireType === WIRE_FIXED32) this.#at += 4;
    else throw new WireFormatError(`illegal wire type ${wireType}`);
    if (this.#at > this.#bytes.length) throw new WireFormatError('unexpected end of data');
  }
}
