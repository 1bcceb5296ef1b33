/**
 * What a message says of the nodes on its way: its topmost Vias, its Record-Routes, its first Contact (RFC 3261 sections 18.1.1,
 * 16.6, 8.1.1.8). Read for the messages of an opened ladder, never for all of a capture. Folded lines are not joined: a
 * value that needs them is left out. Bounded by the octets looked at.
 */
import { readText } from '../base/text.ts';

export interface NamedHost {
  /** without brackets, in lower case */
  readonly host: string;
  /** 0 when not said */
  readonly port: number;
}

export interface ViaText extends NamedHost {
  readonly branch: string;
}

export interface RecordRouteText extends NamedHost {
  /** one of two entries of a node with two sides (the r2=on of Kamailio and OpenSIPS) */
  readonly isDouble: boolean;
}

export interface HopText {
  /** topmost first, at most two */
  readonly vias: readonly ViaText[];
  /** topmost first */
  readonly recordRoutes: readonly RecordRouteText[];
  readonly contact: NamedHost | undefined;
}

const MOST_OCTETS = 16_384;
const MOST_ROUTES = 32;
const headerPattern = /^(via|v|record-route|contact|m)[ \t]*:(.*)$/i;
const viaPattern = /SIP[ \t]*\/[ \t]*2\.0[ \t]*\/[ \t]*\w{1,16}[ \t]+(\[[^\],;]{1,64}\]|[^\s,;:[\]]{1,256})[ \t]*(?::[ \t]*(\d{1,5}))?([^,]{0,1024})/gi;
const uriPattern = /<sips?:(?:[^@<>]{0,256}@)?(\[[^\]<>]{1,64}\]|[^:;<>?[\]]{1,256})(?::(\d{1,5}))?([^<>]{0,512})>/gi;
const barePattern = /^[ \t]*sips?:(?:[^@<>;,\s]{0,256}@)?(\[[^\]<>]{1,64}\]|[^:;<>?,\s[\]]{1,256})(?::(\d{1,5}))?/i;
const branchPattern = /;[ \t]*branch[ \t]*=[ \t]*([^;,\s]{1,256})/i;

/** @param octets a message from its first octet */
export function readHopText(octets: Uint8Array): HopText {
  const vias: ViaText[] = [];
  const recordRoutes: RecordRouteText[] = [];
  let contact: NamedHost | undefined;
  for (const line of readText(octets, 0, Math.min(octets.length, MOST_OCTETS)).split(/\r?\n/)) {
    if (line === '') break;
    const found = headerPattern.exec(line);
    if (found === null) continue;
    const name = found[1]!.toLowerCase();
    const value = found[2]!;
    if (name === 'via' || name === 'v') {
      for (const via of vias.length < 2 ? value.matchAll(viaPattern) : [])
        if (vias.length < 2) vias.push({ ...hostOf(via), branch: branchPattern.exec(via[3]!)?.[1] ?? '' });
    } else if (name === 'record-route') {
      for (const route of value.matchAll(uriPattern))
        if (recordRoutes.length < MOST_ROUTES) recordRoutes.push({ ...hostOf(route), isDouble: /;r2=on\b/i.test(route[3]!) });
    } else if (contact === undefined) {
      const uri = value.matchAll(uriPattern).next().value ?? barePattern.exec(value);
      if (uri) contact = hostOf(uri);
    }
  }
  return { vias, recordRoutes, contact };
}

function hostOf(match: RegExpMatchArray): NamedHost {
  const host = match[1]!.toLowerCase();
  return { host: host.startsWith('[') ? host.slice(1, -1) : host, port: Number(match[2] ?? 0) };
}
