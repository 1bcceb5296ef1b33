/** What a line of a session description means in this very message and what is wrong with it (RFC 8866, RFC 3264 and kin). */
import type { MessageDetail } from '../../contract/detail.ts';
import { formatNumber } from '../parts/format.ts';
import { valuesWords } from '../words/values-words.ts';
import { isPrivateAddress } from './private-address.ts';
import { parameterOf, plain, wordOf, wrong, type ValueNote } from './value-note.ts';

type Notes = readonly (ValueNote | undefined)[];

/** @param type the letter of the line; @param value what stands behind "=" */
export function sdpNotes(type: string, value: string, detail: MessageDetail): readonly ValueNote[] {
  return notesOf(type, value.slice(0, 2000), detail).filter((note) => note !== undefined);
}

function notesOf(type: string, value: string, detail: MessageDetail): Notes {
  if (type === 'm') return media(value);
  if (type === 'c') return connection(value, detail);
  if (type !== 'a') return [];
  const colon = value.indexOf(':');
  const name = (colon < 0 ? value : value.slice(0, colon)).trim().toLowerCase();
  return attribute(name, colon < 0 ? '' : value.slice(colon + 1).trim(), detail);
}

function media(value: string): Notes {
  const word = valuesWords().sdp;
  const [, kind = '', port = '', protocol = ''] = /^(\S+)\s+(\d{1,5})(?:\/\d+)?\s+(\S+)/.exec(value) ?? [];
  if (kind === '') return [];
  if (port === '0') return [plain(word.portZero)];
  return [
    port === '9' ? plain(word.discard) : Number(port) % 2 === 1 && /RTP/i.test(protocol) ? plain(word.oddPort) : undefined,
    /SAVP/i.test(protocol) ? plain(word.savp(protocol)) : protocol === 'RTP/AVP' ? plain(word.avp) : undefined,
  ];
}

function connection(value: string, detail: MessageDetail): Notes {
  const word = valuesWords().sdp;
  const host = /^IN\s+IP[46]\s+([^\s/]+)/i.exec(value)?.[1] ?? '';
  if (host === '') return [];
  if (host === '0.0.0.0' || host === '::') return [plain(word.nullAddress)];
  const source = detail.source.address;
  return [
    isPrivateAddress(host) ? (isPrivateAddress(source) ? plain : wrong)(word.privateHost(host)) : undefined,
    host === source ? undefined : plain(word.otherHost(host, source)),
  ];
}

function attribute(name: string, value: string, detail: MessageDetail): Notes {
  const word = valuesWords().sdp;
  const lower = value.toLowerCase();
  switch (name) {
    case 'rtpmap':
      return rtpmap(value);
    case 'fmtp':
      return fmtp(value, detail);
    case 'ptime':
      return ptime(value);
    case 'crypto':
      return crypto(value, detail);
    case 'fingerprint':
      return [/^(?:sha-1|md5)\b/.test(lower) ? wrong(word.sha1) : undefined];
    case 'setup':
      return [told(word.setup, lower)];
    case 'candidate':
      return [told(word.candidates, /\styp\s+(\w+)/.exec(lower)?.[1] ?? ''), /\.local\s/.test(lower) ? plain(word.mdns) : undefined];
    case 'extmap':
      return [lower.includes('urn:ietf:params:rtp-hdrext:encrypt') ? plain(word.sealedExtension) : undefined];
    case 'rtcp-mux':
      return [plain(word.mux)];
    case 'sendrecv':
    case 'sendonly':
    case 'recvonly':
    case 'inactive':
      return [told(word.directions, name)];
    default:
      return name.startsWith('t38') ? t38(name, lower) : [];
  }
}

function told(words: Readonly<Record<string, string>>, key: string): ValueNote | undefined {
  const meaning = wordOf(words, key);
  return meaning === undefined ? undefined : plain(meaning);
}

function rtpmap(value: string): Notes {
  const word = valuesWords().sdp;
  const [, type = '', name = '', rest = ''] = /^(\d{1,3})\s+([^\s/]+)(\S*)/.exec(value) ?? [];
  if (type === '') return [];
  return [
    plain(Number(type) < 96 ? word.static(type, `${name}${rest}`) : word.dynamic(type)),
    /^g722$/i.test(name) ? plain(word.g722) : /^opus$/i.test(name) ? plain(word.opusRate) : undefined,
  ];
}

/** The name the same description gives a payload type. */
function nameOf(type: string, detail: MessageDetail): string {
  return new RegExp(`^a=rtpmap:${type}[ \\t]+([^\\s/]+)`, 'im').exec(detail.text)?.[1]?.toLowerCase() ?? (type === '18' ? 'g729' : type === '4' ? 'g723' : '');
}

function fmtp(value: string, detail: MessageDetail): Notes {
  const word = valuesWords().sdp;
  const [, type = '', text = ''] = /^(\d{1,3})\s+([^]*)$/.exec(value) ?? [];
  if (type === '') return [];
  switch (nameOf(type, detail)) {
    case 'telephone-event':
      return [plain(word.events(text))];
    case 'opus': {
      const pairs = text.split(/[;\s]+/).flatMap((pair) => {
        const [key = '', number = ''] = pair.split('=');
        const meaning = number === '0' ? undefined : wordOf(word.opus, key.toLowerCase());
        return meaning === undefined ? [] : [`${pair}: ${meaning}`];
      });
      return [pairs.length === 0 ? undefined : plain(`${pairs.join('; ')}.`)];
    }
    case 'amr':
    case 'amr-wb': {
      const modes = parameterOf(text, 'mode-set');
      const isAligned = parameterOf(text, 'octet-align') === '1';
      return [plain(isAligned ? word.amrOctet : word.amrPacked), modes ? plain(word.amrModes(/mode-set=([\d,]+)/i.exec(text)?.[1] ?? modes)) : undefined];
    }
    case 'g729':
      return [plain(parameterOf(text, 'annexb')?.toLowerCase() === 'no' ? word.annexbNo : word.annexbYes)];
    case 'g723':
      return [parameterOf(text, 'annexa')?.toLowerCase() === 'no' ? plain(word.g723) : undefined];
    case 'h264': {
      const profile = parameterOf(text, 'profile-level-id');
      return [profile ? plain(word.h264(profile)) : undefined];
    }
    default:
      return [];
  }
}

function ptime(value: string): Notes {
  const word = valuesWords().sdp;
  const length = Number(/^\d{1,4}(?:\.\d+)?/.exec(value)?.[0] ?? NaN);
  if (!(length > 0)) return [];
  return [plain(word.ptimeUsual(formatNumber(1000 / length, 1))), length > 60 ? wrong(word.ptimeLong) : undefined];
}

function crypto(value: string, detail: MessageDetail): Notes {
  const word = valuesWords().sdp;
  const suite = /^\d{1,9}\s+(\S{1,64})/.exec(value)?.[1] ?? '';
  if (suite === '') return [];
  const isBare = detail.transport !== 'tls' && detail.transport !== 'wss';
  return [
    /^NULL/i.test(suite) || /UNENCRYPTED_SRTP/i.test(value)
      ? wrong(word.cryptoNull)
      : plain(/256/.test(suite) ? word.cryptoStrong(suite) : word.cryptoUsual(suite)),
    /_32$/.test(suite) ? plain(word.cryptoShort) : undefined,
    isBare ? wrong(word.cryptoClear) : undefined,
  ];
}

function t38(name: string, value: string): Notes {
  const word = valuesWords().sdp;
  if (name === 't38maxbitrate') {
    const rate = Number(/^\d{1,6}/.exec(value)?.[0] ?? NaN);
    return Number.isNaN(rate) ? [] : [plain(word.t38Rate(formatNumber(rate))), rate > 14_400 ? plain(word.t38V34) : undefined];
  }
  if (name === 't38faxudpec')
    return [value.includes('redundancy') ? plain(word.t38Redundancy) : value.includes('fec') ? plain(word.t38Fec) : plain(word.t38None)];
  if (name === 't38faxratemanagement') return [value.startsWith('local') ? plain(word.t38Local) : undefined];
  return [];
}
