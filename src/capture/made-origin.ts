/**
 * Where a packet that was made of text or rtpdump comes from, and what of it is made up. It stands in the description of the pcapng interface
 * (draft-ietf-opsawg-pcapng section 4.2) that such packets are filed under, and in their comments, so that an export says it too. Promise: what
 * originText() writes, readOrigin() reads; any other text is undefined.
 */

/** IP and UDP around the message; tags that name ends and transport (LINKTYPE_WIRESHARK_UPPER_PDU); nothing: a dump has its own. */
export type MadeHeaders = 'datagram' | 'tags' | 'none';
/** How well the time is known: as written, to the second, or not at all. */
export type MadeClock = 'exact' | 'seconds' | 'none';

export interface MadeOrigin {
  readonly headers: MadeHeaders;
  readonly clock: MadeClock;
  /** the text named no address: one that RFC 5737 keeps for examples stands for it */
  readonly source: boolean;
  readonly destination: boolean;
}

/** What a comment says of a packet: the lines of the text, or the number and place within an rtpdump file. */
export type MadePlace =
  | { readonly kind: 'text'; readonly first: number; readonly last: number }
  | { readonly kind: 'rtpdump'; readonly number: number; readonly at: number };

const headers: Readonly<Record<MadeHeaders, string>> = { datagram: 'IP and UDP headers made up', tags: 'transport as the text says', none: 'as dumped' };
const clocks: Readonly<Record<MadeClock, string>> = { exact: 'times as written', seconds: 'times to the second', none: 'times made up' };
const ends = ['no address made up', 'source address made up', 'destination address made up', 'both addresses made up'] as const;

export function originText(origin: MadeOrigin): string {
  return `Not captured; ${headers[origin.headers]}; ${clocks[origin.clock]}; ${ends[Number(origin.source) + 2 * Number(origin.destination)]}`;
}

export function readOrigin(description: string | undefined): MadeOrigin | undefined {
  if (description?.startsWith('Not captured; ') !== true) return undefined;
  const [, header, time, end] = description.split('; ');
  const found = (words: Readonly<Record<string, string>>, word: string | undefined): string | undefined =>
    Object.keys(words).find((key) => words[key] === word);
  const [head, clock, made] = [found(headers, header), found(clocks, time), ends.findIndex((one) => one === end)];
  if (head === undefined || clock === undefined || made < 0) return undefined;
  return { headers: head as MadeHeaders, clock: clock as MadeClock, source: (made & 1) !== 0, destination: (made & 2) !== 0 };
}

export function placeText(place: MadePlace, origin: MadeOrigin): string {
  const where = place.kind === 'text' ? `lines ${place.first}–${place.last}` : `rtpdump ${place.number}, octet ${place.at}`;
  return origin.headers === 'none' ? where : `${where}; ${headers[origin.headers]}`;
}

/** @param comment of a packet whose interface has an origin */
export function readPlace(comment: string): MadePlace | undefined {
  const lines = /^lines (\d+)–(\d+)(?:;|$)/.exec(comment);
  if (lines !== null) return { kind: 'text', first: Number(lines[1]), last: Number(lines[2]) };
  const dumped = /^rtpdump (\d+), octet (\d+)(?:;|$)/.exec(comment);
  return dumped === null ? undefined : { kind: 'rtpdump', number: Number(dumped[1]), at: Number(dumped[2]) };
}
