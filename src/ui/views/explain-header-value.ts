/**
 * What the value of a header means in this very message and what is wrong with it, as sentences. Only what can be said for sure
 * from the message itself: nothing is guessed, and most values need no word. Text from a capture is only ever text.
 */
import type { MessageDetail, MessageHeader } from '../../contract/detail.ts';
import { formatNumber } from '../parts/format.ts';
import { causeSentence, statusSentence } from '../words/explain-words.ts';
import { valuesWords } from '../words/values-words.ts';
import { isPrivateAddress } from './private-address.ts';
import { parameterOf, plain, wordOf, wrong, type ValueNote } from './value-note.ts';

const MOST_TAGS = 30;
const usualMethods = ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'PRACK', 'UPDATE', 'REFER', 'NOTIFY', 'INFO'];
const scanners = /friendly-scanner|sipvicious|sipcli|sundayddr|iwar|sip-?scan|vaxsipuseragent|pplsip|sipptest/i;

type Reader = (value: string, detail: MessageDetail) => readonly (ValueNote | undefined)[];

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['Via', via],
  ['Contact', contact],
  ['Max-Forwards', maxForwards],
  ['CSeq', cseq],
  ['Record-Route', recordRoute],
  ['Route', recordRoute],
  ['Session-Expires', sessionExpires],
  ['Min-SE', (value) => [Number(value.match(/^\d+/)?.[0] ?? 90) < 90 ? wrong(valuesWords().sessionExpires.small) : undefined]],
  ['Allow', allow],
  ['Supported', options],
  ['Require', options],
  ['Proxy-Require', options],
  ['Unsupported', options],
  ['Reason', reason],
  ['Diversion', diversion],
  ['Privacy', privacy],
  ['P-Asserted-Identity', identity],
  ['P-Preferred-Identity', identity],
  ['From', identity],
  ['Retry-After', (value) => [seconds(value, valuesWords().retryAfter)]],
  ['Warning', warning],
  ['User-Agent', agent],
  ['WWW-Authenticate', challenge],
  ['Proxy-Authenticate', challenge],
  ['Authorization', challenge],
  ['Proxy-Authorization', challenge],
  ['Content-Length', contentLength],
  ['Expires', expires],
  ['Min-Expires', (value) => [seconds(value, valuesWords().expires.register)]],
]);

export function headerNotes(header: MessageHeader, detail: MessageDetail): readonly ValueNote[] {
  const read = readers.get(header.canonical);
  return read === undefined ? [] : read(header.value, detail).filter((note) => note !== undefined);
}

function seconds(value: string, sentence: (time: string) => string): ValueNote | undefined {
  const number = /^\s*(\d{1,10})/.exec(value)?.[1];
  return number === undefined ? undefined : plain(sentence(`${formatNumber(Number(number))} s`));
}

/** Host of the first URI in a value. */
function hostOf(value: string): string {
  return /sips?:(?:[^@<>\s]{0,256}@)?(\[[^\]]{1,64}\]|[^:;<>?,\s]{1,256})/i.exec(value)?.[1] ?? '';
}

function via(value: string): readonly (ValueNote | undefined)[] {
  const word = valuesWords().via;
  const first = value.split(',')[0]!;
  const host = /SIP\s*\/\s*2\.0\s*\/\s*\S+\s+(\[[^\]]{1,64}\]|[^\s,;:]{1,256})/i.exec(first)?.[1] ?? '';
  const isUdp = /2\.0\s*\/\s*UDP/i.test(first);
  const branch = parameterOf(first, 'branch');
  const received = parameterOf(first, 'received');
  const rport = parameterOf(first, 'rport');
  return [
    received ? plain(received === host.replace(/^\[|\]$/g, '') ? '' : word.received(received, host)) : undefined,
    rport === undefined ? (isUdp && isPrivateAddress(host) ? wrong(word.noRport) : undefined) : plain(rport === '' ? word.rport : word.rportPort(rport)),
    isPrivateAddress(host) && received === undefined ? plain(word.privateHost(host)) : undefined,
    branch === undefined ? wrong(word.noBranch) : branch.toLowerCase().startsWith('z9hg4bk') ? undefined : wrong(word.noCookie),
  ].filter((note) => note?.text !== '');
}

function contact(value: string, detail: MessageDetail): readonly (ValueNote | undefined)[] {
  const word = valuesWords().contact;
  if (value.trim() === '*') return [plain(word.star)];
  const host = hostOf(value);
  const holds = parameterOf(value.slice(value.lastIndexOf('>') + 1), 'expires');
  const several = value.slice(0, 4000).split(/,(?=\s*(?:"[^"]*"\s*)?<)/).length;
  const isOutside = detail.source.address !== host.replace(/^\[|\]$/g, '') && !isPrivateAddress(detail.source.address);
  return [
    isPrivateAddress(host) ? (isOutside ? wrong : plain)(word.privateHost(host)) : undefined,
    holds === undefined || holds === '' ? undefined : holds === '0' ? plain(word.gone) : seconds(holds, word.expires),
    several > 1 ? plain(word.several(several)) : undefined,
  ];
}

function maxForwards(value: string): readonly (ValueNote | undefined)[] {
  const word = valuesWords().maxForwards;
  const left = Number(/^\s*(\d{1,3})\s*$/.exec(value)?.[1] ?? NaN);
  if (Number.isNaN(left)) return [];
  if (left === 0) return [wrong(word.none)];
  if (left < 10) return [wrong(word.low)];
  return [left < 70 ? plain(word.passed(String(70 - left))) : undefined];
}

function cseq(value: string, { startLine }: MessageDetail): readonly (ValueNote | undefined)[] {
  const word = valuesWords().cseq;
  const [, number = '', method = ''] = /^\s*(\d{1,10})\s+(\S+)/.exec(value) ?? [];
  if (startLine.method !== undefined && method !== '' && method !== startLine.method) return [wrong(word.other(method, startLine.method))];
  if (method === 'ACK') return [plain(word.ack)];
  if (method === 'CANCEL') return [plain(word.cancel)];
  return [number === '' ? undefined : plain(word.number(number))];
}

function recordRoute(value: string): readonly (ValueNote | undefined)[] {
  const word = valuesWords().recordRoute;
  const uris = [...value.slice(0, 8000).matchAll(/<([^<>]{1,1000})>/g)].map((match) => match[1]!);
  const strict = uris.find((uri) => !/;lr\b/i.test(uri));
  if (uris.length === 0) return [];
  const isDouble = uris.some((uri) => /;r2=on\b/i.test(uri));
  return [strict === undefined ? plain(word.loose(uris.length)) : wrong(word.strict(hostOf(strict))), isDouble ? plain(word.double) : undefined];
}

function sessionExpires(value: string): readonly (ValueNote | undefined)[] {
  const word = valuesWords().sessionExpires;
  const number = Number(/^\s*(\d{1,10})/.exec(value)?.[1] ?? NaN);
  if (Number.isNaN(number)) return [];
  const time = `${formatNumber(number)} s`;
  const refresher = parameterOf(value, 'refresher')?.toLowerCase();
  return [
    plain(refresher === 'uac' ? word.uac(time) : refresher === 'uas' ? word.uas(time) : word.open(time)),
    number < 90 ? wrong(word.small) : number > 7200 ? plain(word.long) : undefined,
  ];
}

function tokens(value: string): string[] {
  const found = value.slice(0, 4000).split(/[,\s]+/);
  return found.filter((token) => token !== '').slice(0, MOST_TAGS);
}

function allow(value: string): readonly (ValueNote | undefined)[] {
  const known = new Set(tokens(value).map((token) => token.toUpperCase()));
  const missing = usualMethods.filter((method) => !known.has(method));
  return [missing.length === 0 || known.size === 0 ? undefined : plain(valuesWords().methodsMissing(missing.join(', ')))];
}

function options(value: string): readonly (ValueNote | undefined)[] {
  const word = valuesWords();
  const all = tokens(value);
  const known = all.flatMap((tag) => {
    const meaning = wordOf(word.options, tag.toLowerCase());
    return meaning === undefined ? [] : [word.optionOf(tag, meaning)];
  });
  const unknown = all.filter((tag) => wordOf(word.options, tag.toLowerCase()) === undefined);
  return [known.length === 0 ? undefined : plain(word.optionList(known.join('; '))), ...unknown.slice(0, 5).map((tag) => plain(word.unknownOption(tag)))];
}

function reason(value: string): readonly (ValueNote | undefined)[] {
  const word = valuesWords();
  const cause = parameterOf(value, 'cause');
  const protocol = /^\s*([\w.]{1,16})/.exec(value)?.[1] ?? '';
  if (cause === undefined || !/^\d{1,3}$/.test(cause)) return [];
  const meaning = /^q\.850$/i.test(protocol) ? causeSentence(Number(cause)) : /^sip$/i.test(protocol) ? statusSentence(Number(cause)) : undefined;
  return [meaning === undefined ? undefined : plain(word.cause(protocol, cause, meaning))];
}

function diversion(value: string): readonly (ValueNote | undefined)[] {
  const meaning = wordOf(valuesWords().diversion, parameterOf(value, 'reason')?.toLowerCase() ?? '');
  return [meaning === undefined ? undefined : plain(meaning)];
}

function privacy(value: string): readonly (ValueNote | undefined)[] {
  const word = valuesWords().privacy;
  const found = value
    .toLowerCase()
    .split(/[;,\s]+/)
    .slice(0, MOST_TAGS);
  return found.map((token) => {
    const meaning = wordOf(word, token);
    return meaning === undefined ? undefined : plain(meaning);
  });
}

function identity(value: string): readonly (ValueNote | undefined)[] {
  const word = valuesWords().identity;
  return [/anonymous(?:@|\.invalid)/i.test(value) ? plain(word.anonymous) : undefined, /(?:^|<)\s*tel:/i.test(value) ? plain(word.tel) : undefined];
}

function warning(value: string): readonly (ValueNote | undefined)[] {
  const meaning = wordOf(valuesWords().warnings, /^\s*(\d{3})\b/.exec(value)?.[1] ?? '');
  return [meaning === undefined ? undefined : plain(meaning)];
}

function agent(value: string): readonly (ValueNote | undefined)[] {
  return [scanners.test(value) ? wrong(valuesWords().agent.scanner) : undefined];
}

function challenge(value: string, { startLine }: MessageDetail): readonly (ValueNote | undefined)[] {
  const word = valuesWords().auth;
  if (/^\s*basic\b/i.test(value)) return [wrong(word.basic)];
  if (!/^\s*digest\b/i.test(value)) return [];
  const algorithm = parameterOf(value, 'algorithm') ?? 'MD5';
  const qop = parameterOf(value, 'qop');
  return [
    /^akav/i.test(algorithm) ? plain(word.aka) : /^sha/i.test(algorithm) ? plain(word.sha(algorithm)) : plain(word.md5),
    parameterOf(value, 'stale')?.toLowerCase() === 'true' && startLine.status !== undefined ? plain(word.stale) : undefined,
    qop === undefined ? plain(word.noQop) : /auth-int/i.test(qop) ? plain(word.authInt) : undefined,
  ];
}

function contentLength(value: string, detail: MessageDetail): readonly (ValueNote | undefined)[] {
  const word = valuesWords().contentLength;
  const said = Number(/^\s*(\d{1,10})\s*$/.exec(value)?.[1] ?? NaN);
  const there = Math.max(0, detail.octets.length - detail.bodyAt);
  if (Number.isNaN(said) || detail.bodyAt < 0) return [];
  if (said > there) return [wrong(word.more(formatNumber(said), formatNumber(there)))];
  if (said < there && detail.transport === 'udp') return [wrong(word.fewer(formatNumber(said), formatNumber(there)))];
  return [said === 0 ? plain(word.none) : undefined];
}

function expires(value: string, { startLine }: MessageDetail): readonly (ValueNote | undefined)[] {
  const word = valuesWords().expires;
  const number = Number(/^\s*(\d{1,10})/.exec(value)?.[1] ?? NaN);
  if (Number.isNaN(number)) return [];
  if (startLine.method === 'INVITE') return [seconds(value, word.invite)];
  if (number === 0) return [plain(word.zero)];
  return [seconds(value, word.register), number < 60 ? plain(word.short) : undefined];
}
