/** A stretch of octets of one of several buffers, as the hex pane and the field tree name it to each other. */
export interface OctetRange {
  /** index of the buffer */
  readonly buffer: number;
  readonly at: number;
  readonly length: number;
}

export function covers(range: OctetRange | undefined, buffer: number, at: number): boolean {
  return range !== undefined && range.buffer === buffer && at >= range.at && at < range.at + Math.max(1, range.length);
}
