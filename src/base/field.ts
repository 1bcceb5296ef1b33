/**
 * The inspector's node: one field of an opened packet, tied to its octets. Trees of these are built only for the packet
 * somebody looks at. Names and values are RFC words, not sentences; the page adds explanations by `key`.
 */

/**
 * What a check of the octets said: `partial` was left to the network card, `old` is right by a standard that was replaced, `none` was never
 * written, `cut` cannot be told because the capture cut the packet.
 */
export interface Verdict {
  readonly is: 'right' | 'wrong' | 'partial' | 'old' | 'none' | 'cut';
  /** what should stand there, of what is wrong */
  readonly expected?: string;
}

export interface Field {
  /** stable dotted key, Wireshark's filter name where it has one: `ip.ttl`, `udp.srcport`, `sip.Via` */
  readonly key: string;
  /** the RFC's own name: "Time to Live" */
  readonly name: string;
  /** what it holds, as text; absent for a node that only groups */
  readonly value?: string;
  /** octets of the packet (or of the named buffer) it was read from; absent when it was computed */
  readonly at?: number;
  readonly length?: number;
  /** "RFC 791 section 3.1" */
  readonly reference?: string;
  /** of a checksum */
  readonly verdict?: Verdict;
  /** a diagnostic code when these octets are wrong */
  readonly problem?: string;
  readonly children?: readonly Field[];
}
