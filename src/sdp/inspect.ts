/**
 * A session description opened: one inspector node a line, in order, media sections as groups, with RFC 8866 sections and octets.
 * Keys are Wireshark's where it has one. Lines that are no SDP are shown as they came, with a code.
 */
import type { Field } from '../base/field.ts';
import { limits } from '../base/limits.ts';
import { readText } from '../base/text.ts';
import { attributeReference, lineKinds } from './names.ts';
import { parseSession } from './session.ts';
import { wordEnd, wordStart } from './words.ts';

/** The lines of octets[at, end). Spans are absolute positions in `octets`. */
export function inspectSession(octets: Uint8Array, at: number, end: number): Field[] {
  const session = parseSession(octets, at, end);
  const codes = new Map(session.problems.map((problem) => [problem.at, problem.code]));
  const fields: Field[] = [];
  let media: { readonly head: Field; readonly children: Field[]; readonly at: number; end: number } | undefined;
  const close = (): void => {
    if (media !== undefined) fields.push({ ...media.head, length: media.end - media.at, children: media.children });
  };
  const most = 2 * (limits.sdpAttributes + limits.sdpMedia);
  for (let i = 0; i < session.lines.length && i < most; i += 2) {
    const lineAt = session.lines[i]!;
    const lineEnd = session.lines[i + 1]!;
    const line = lineField(octets, lineAt, lineEnd, codeIn(codes, lineAt, lineEnd));
    if (line.key === 'sdp.media') {
      close();
      media = { head: line, children: [...(line.children ?? [])], at: lineAt, end: lineEnd };
    } else if (media === undefined) fields.push(line);
    else {
      media.children.push(line);
      media.end = lineEnd;
    }
  }
  close();
  return fields;
}

function codeIn(codes: ReadonlyMap<number, string>, at: number, end: number): string | undefined {
  const direct = codes.get(at) ?? codes.get(at + 2);
  if (direct !== undefined || codes.size === 0) return direct;
  for (const [place, code] of codes) if (place >= at && place < end) return code;
  return undefined;
}

function lineField(octets: Uint8Array, at: number, end: number, code: string | undefined): Field {
  const kind = octets[at + 1] === 0x3d && at + 1 < end ? lineKinds.get(octets[at]!) : undefined;
  const problem = code === undefined ? {} : { problem: code };
  if (kind === undefined)
    return { key: 'sdp.unknown', name: 'Unknown line', value: readText(octets, at, end), at, length: end - at, problem: code ?? 'sdp.line' };
  const value = readText(octets, at + 2, end);
  const base = { key: kind.key, name: kind.name, value, at, length: end - at, reference: kind.reference, ...problem };
  if (octets[at] === 0x61) return { ...base, ...attribute(octets, at + 2, end) };
  if (kind.words === undefined) return base;
  return { ...base, children: words(octets, at + 2, end, kind.words) };
}

/** One node a word; the last name takes all that is left. */
function words(octets: Uint8Array, at: number, end: number, names: readonly (readonly [key: string, name: string])[]): Field[] {
  const fields: Field[] = [];
  let p = wordStart(octets, at, end);
  for (let i = 0; i < names.length && p < end; i++) {
    const isLast = i === names.length - 1;
    const last = isLast ? end : wordEnd(octets, p, end);
    const [key, name] = names[i]!;
    fields.push({ key, name, value: readText(octets, p, last).trimEnd(), at: p, length: last - p });
    p = wordStart(octets, last, end);
  }
  return fields;
}

function attribute(octets: Uint8Array, at: number, end: number): Partial<Field> & Pick<Field, 'name'> {
  let colon = at;
  while (colon < end && octets[colon] !== 0x3a) colon++;
  const name = readText(octets, at, colon).trim();
  const reference = attributeReference(name);
  const children: Field[] = [{ key: 'sdp.media_attribute.field', name: 'Attribute', value: name, at, length: colon - at }];
  if (colon < end)
    children.push({ key: 'sdp.media_attribute.value', name: 'Value', value: readText(octets, colon + 1, end), at: colon + 1, length: end - colon - 1 });
  return { name: `Attribute ${name.slice(0, 64)}`, ...(reference === undefined ? {} : { reference }), children };
}
