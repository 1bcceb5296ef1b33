/**
 * Where a person is, in the URL hash: `#/call?id=…&frame=12&of=1a2b3c4d5e6f`. Back, forward, reload and a sent link land on
 * the same call, message and time. A link carries a fingerprint of the captures and the ids that name a place in them
 * (Call-IDs, frame numbers, what the person typed into a filter), never their data.
 *
 * How pages use it: a page element gets `.session` and `.route` (a Route) as properties. To go elsewhere it calls
 *   session.navigate({ view: 'call', callIds: ['a84b4c76e66710@pc33'] });              a new place: Back returns
 *   session.navigate({ ...this.route, frame: 12 }, 'replace');                         the same place, told more exactly
 * or, from a view that knows no session, lets a bubbling event tell the shell:
 *   new CustomEvent<Route>('sg-navigate', { detail: route, bubbles: true, composed: true })
 *
 * Promise: any text parses to a Route without throwing, and only words, numbers and lengths this file allows come out.
 */
import { formatDecodeRule, parseDecodeRules } from './decode-route.ts';
import type { DecodeRule } from '../contract/decode-as.ts';
import type { FrameNumber, Nanoseconds, StreamIndex } from '../base/units.ts';

export const views = ['start', 'calls', 'call', 'registrations', 'dialogs', 'streams', 'stream', 'findings', 'statistics', 'packets', 'diagnostics'] as const;
export type View = (typeof views)[number];

/** Every part but the view may be absent; a page reads the parts it knows and leaves the others. */
export interface Route {
  readonly view: View;
  /** calls shown, by Call-ID; several make one merged ladder */
  readonly callIds?: readonly string[] | undefined;
  /** the packet or message looked at, by its frame number in capture `capture` (0 when absent) */
  readonly frame?: FrameNumber | undefined;
  readonly capture?: number | undefined;
  readonly streams?: readonly StreamIndex[] | undefined;
  /** a list's filter: free text, states, problems, kinds (packet kinds, methods, ways of detection …) */
  readonly text?: string | undefined;
  readonly states?: readonly string[] | undefined;
  readonly problems?: readonly string[] | undefined;
  /** calls: only those on which one of these rules fired */
  readonly rules?: readonly string[] | undefined;
  /** calls: only those in which an INVITE was answered so */
  readonly status?: number | undefined;
  /** calls: only those with one of these labels (contract/labels.ts) */
  readonly labels?: readonly string[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  /** packets: only this not-decoded reason, or this diagnostic code */
  readonly reason?: string | undefined;
  readonly diagnostic?: string | undefined;
  readonly sort?: { readonly column: string; readonly descending: boolean } | undefined;
  /** window on the time line */
  readonly from?: Nanoseconds | undefined;
  readonly to?: Nanoseconds | undefined;
  /** the page's own tab, time mode of the ladder, statistics profile, and switches that are on */
  readonly tab?: string | undefined;
  readonly time?: string | undefined;
  readonly profile?: string | undefined;
  readonly show?: readonly string[] | undefined;
  /** jitter buffer for quality and sound: see buffer.ts */
  readonly buffer?: string | undefined;
  /** what somebody said about some datagrams; the session fills it in */
  readonly decode?: readonly DecodeRule[] | undefined;
  /** of the captures the link was made for; the session fills it in */
  readonly fingerprint?: string | undefined;
}

const HASH_LENGTH = 32_768;
const TEXT_LENGTH = 500;
const LIST_LENGTH = 200;
const CALL_ID_LENGTH = 2048;
const word = /^[\w.:+-]{1,64}$/;
const prints = /^[0-9a-f]{1,64}(\.[0-9a-f]{1,64}){0,63}$/;

/** Octets of UTF-8 as base64url without padding: any Call-ID becomes letters, digits, - and _. */
function encodeText(text: string): string {
  const octets = new TextEncoder().encode(text);
  let binary = '';
  for (const octet of octets) binary += String.fromCharCode(octet);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function decodeText(code: string): string | undefined {
  if (!/^[\w-]*$/.test(code) || code.length > CALL_ID_LENGTH * 4 || code.length % 4 === 1) return undefined;
  const binary = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
  const text = new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
  return text.length <= CALL_ID_LENGTH ? text : undefined;
}

function whole(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function words(text: string | null): readonly string[] | undefined {
  const found =
    text
      ?.split(',')
      .slice(0, LIST_LENGTH)
      .filter((item) => word.test(item)) ?? [];
  return found.length > 0 ? found : undefined;
}

function oneWord(text: string | null): string | undefined {
  return text !== null && word.test(text) ? text : undefined;
}

function sortOf(text: string | null): Route['sort'] {
  if (text === null) return undefined;
  const descending = text.startsWith('-');
  const column = descending ? text.slice(1) : text;
  return word.test(column) ? { column, descending } : undefined;
}

/** The place a hash names; `start` when it names none. */
export function parseRoute(hash: string): Route {
  const text = (hash.startsWith('#') ? hash.slice(1) : hash).slice(0, HASH_LENGTH);
  const mark = text.indexOf('?');
  const path = (mark < 0 ? text : text.slice(0, mark)).replace(/^\//, '');
  const view = views.find((known) => known === path);
  if (view === undefined) return { view: 'start' };
  const given = new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1));
  const ids = given
    .getAll('id')
    .slice(0, LIST_LENGTH)
    .map(decodeText)
    .filter((id) => id !== undefined);
  const streams =
    given
      .get('stream')
      ?.split(',')
      .slice(0, LIST_LENGTH)
      .map(whole)
      .filter((id) => id !== undefined) ?? [];
  const fingerprint = given.get('of');
  const decode = parseDecodeRules(given.getAll('decode'));
  return compact({
    view,
    callIds: ids.length > 0 ? ids : undefined,
    frame: whole(given.get('frame')),
    capture: whole(given.get('in')),
    streams: streams.length > 0 ? streams : undefined,
    text: given.get('q')?.slice(0, TEXT_LENGTH) || undefined,
    states: words(given.get('states')),
    problems: words(given.get('problems')),
    rules: words(given.get('rules')),
    status: whole(given.get('status')),
    labels: words(given.get('labels')),
    kinds: words(given.get('kinds')),
    reason: oneWord(given.get('reason')),
    diagnostic: oneWord(given.get('diagnostic')),
    sort: sortOf(given.get('sort')),
    from: whole(given.get('from')),
    to: whole(given.get('to')),
    tab: oneWord(given.get('tab')),
    time: oneWord(given.get('time')),
    profile: oneWord(given.get('profile')),
    show: words(given.get('show')),
    buffer: oneWord(given.get('buffer')),
    decode: decode.length > 0 ? decode : undefined,
    fingerprint: fingerprint !== null && prints.test(fingerprint) ? fingerprint : undefined,
  });
}

/** Absent parts are absent keys, so that equal places are equal objects. */
function compact(route: Route): Route {
  return Object.fromEntries(Object.entries(route).filter(([, value]) => value !== undefined)) as unknown as Route;
}

/** The hash of a place, with its leading #. */
export function formatRoute(route: Route): string {
  const given = new URLSearchParams();
  const put = (name: string, value: string | number | undefined): void => {
    if (value !== undefined && value !== '') given.append(name, String(value));
  };
  for (const id of route.callIds ?? []) given.append('id', encodeText(id));
  put('frame', route.frame);
  put('in', route.capture === 0 ? undefined : route.capture);
  put('stream', route.streams?.join(','));
  put('q', route.text);
  put('states', route.states?.join(','));
  put('problems', route.problems?.join(','));
  put('rules', route.rules?.join(','));
  put('status', route.status);
  put('labels', route.labels?.join(','));
  put('kinds', route.kinds?.join(','));
  put('reason', route.reason);
  put('diagnostic', route.diagnostic);
  if (route.sort !== undefined) put('sort', `${route.sort.descending ? '-' : ''}${route.sort.column}`);
  put('from', route.from === undefined ? undefined : Math.max(0, Math.round(route.from)));
  put('to', route.to === undefined ? undefined : Math.max(0, Math.round(route.to)));
  put('tab', route.tab);
  put('time', route.time);
  put('profile', route.profile);
  put('show', route.show?.join(','));
  put('buffer', route.buffer);
  for (const rule of route.decode ?? []) given.append('decode', formatDecodeRule(rule));
  put('of', route.fingerprint);
  const query = given.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%40', '@').replaceAll('%2F', '/').replaceAll('%7E', '~');
  return route.view === 'start' && query === '' ? '#/' : `#/${route.view}${query === '' ? '' : `?${query}`}`;
}

/** What a link carries of the open captures: the first twelve digits of each one's fingerprint. */
export function linkFingerprint(captures: readonly { readonly fingerprint: string }[]): string | undefined {
  const joined = captures
    .slice(0, 64)
    .map((capture) => capture.fingerprint.toLowerCase().slice(0, 12))
    .join('.');
  return prints.test(joined) ? joined : undefined;
}
