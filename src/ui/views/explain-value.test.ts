/** What values mean in a message: what is said, what is called wrong, and any text without throwing. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { MessageDetail, MessageHeader } from '../../contract/detail.ts';
import { headers as headerTable } from '../words/en/headers.ts';
import { values } from '../words/en/values.ts';
import { setLanguage } from '../words/language.ts';
import { headerNotes } from './explain-header-value.ts';
import { sdpNotes } from './explain-sdp-value.ts';
import { isPrivateAddress } from './private-address.ts';

afterEach(() => setLanguage('en'));

const detail = (change: Partial<MessageDetail> & { method?: string; status?: number; from?: string } = {}): MessageDetail =>
  ({
    startLine: { method: change.method, status: change.status },
    source: { address: change.from ?? '192.0.2.10', port: 5060 },
    transport: 'udp',
    octets: new Uint8Array(500),
    bodyAt: 400,
    text: '',
    ...change,
  }) as MessageDetail;
const said = (canonical: string, value: string, of: MessageDetail = detail({ method: 'INVITE' })): string[] =>
  headerNotes({ canonical, value } as MessageHeader, of).map((note) => `${note.isWrong ? '!' : ''}${note.text}`);
const line = (text: string, of: MessageDetail = detail()): string[] =>
  sdpNotes(text[0]!, text.slice(2), of).map((note) => `${note.isWrong ? '!' : ''}${note.text}`);

describe('headers', () => {
  test('Via behind NAT', () => {
    expect(said('Via', 'SIP/2.0/UDP 192.168.1.5:5060;branch=z9hG4bKabc;rport=61000;received=203.0.113.9')).toEqual([
      values.via.received('203.0.113.9', '192.168.1.5'),
      values.via.rportPort('61000'),
    ]);
    expect(said('Via', 'SIP/2.0/UDP 192.168.1.5;branch=1')).toEqual([
      `!${values.via.noRport}`,
      values.via.privateHost('192.168.1.5'),
      `!${values.via.noCookie}`,
    ]);
    expect(said('Via', 'SIP/2.0/TCP pbx.example;branch=z9hG4bK1')).toEqual([]);
  });
  test('Contact', () => {
    expect(said('Contact', '<sip:a@10.0.0.5>', detail({ from: '198.51.100.1' }))).toEqual([`!${values.contact.privateHost('10.0.0.5')}`]);
    expect(said('Contact', '<sip:a@10.0.0.5>;expires=0', detail({ from: '10.0.0.5' }))).toEqual([values.contact.privateHost('10.0.0.5'), values.contact.gone]);
    expect(said('Contact', '*')).toEqual([values.contact.star]);
    expect(said('Contact', '<sip:a@h>, <sip:b@h>')).toEqual([values.contact.several(2)]);
  });
  test('numbers', () => {
    expect(said('Max-Forwards', '67')).toEqual([values.maxForwards.passed('3')]);
    expect(said('Max-Forwards', '0')).toEqual([`!${values.maxForwards.none}`]);
    expect(said('CSeq', '7 BYE')).toEqual([`!${values.cseq.other('BYE', 'INVITE')}`]);
    expect(said('Content-Length', '200')).toEqual([`!${values.contentLength.more('200', '100')}`]);
    expect(said('Content-Length', '50', detail({ transport: 'tcp' }))).toEqual([]);
    expect(said('Expires', '30', detail({ method: 'REGISTER' }))).toEqual([values.expires.register('30 s'), values.expires.short]);
    expect(said('Session-Expires', '60;refresher=uac')).toEqual([values.sessionExpires.uac('60 s'), `!${values.sessionExpires.small}`]);
    expect(said('Retry-After', '120 (busy)')).toEqual([values.retryAfter('120 s')]);
  });
  test('lists, reasons, credentials', () => {
    expect(said('Record-Route', '<sip:10.0.0.1>')).toEqual([`!${values.recordRoute.strict('10.0.0.1')}`]);
    expect(said('Supported', 'timer, x-thing')).toEqual([
      values.optionList(values.optionOf('timer', values.options['timer']!)),
      values.unknownOption('x-thing'),
    ]);
    expect(said('Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, REFER, NOTIFY')).toEqual([values.methodsMissing('INFO')]);
    expect(said('Reason', 'Q.850;cause=16;text="x"')[0]).toContain('Q.850');
    expect(said('Diversion', '<sip:1@h>;reason=user-busy')).toEqual([values.diversion['user-busy']]);
    expect(said('Privacy', 'id;critical')).toEqual([values.privacy['id'], values.privacy['critical']]);
    expect(said('Warning', '305 h "x"')).toEqual([values.warnings['305']]);
    expect(said('WWW-Authenticate', 'Digest realm="a", nonce="b", stale=TRUE', detail({ status: 401 }))).toEqual([
      values.auth.md5,
      values.auth.stale,
      values.auth.noQop,
    ]);
    expect(said('WWW-Authenticate', 'Digest realm="qop=auth", algorithm=SHA-256, qop="auth"', detail({ status: 401 }))).toEqual([values.auth.sha('SHA-256')]);
  });
  test('names of the prototype mean nothing', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(said('Supported', name)).toEqual([values.unknownOption(name)]);
      expect(said('Diversion', `<sip:1@h>;reason=${name}`)).toEqual([]);
    }
  });
});

describe('session description', () => {
  test('m= and c=', () => {
    expect(line('m=audio 0 RTP/AVP 0')).toEqual([values.sdp.portZero]);
    expect(line('m=audio 4001 RTP/SAVP 0')).toEqual([values.sdp.oddPort, values.sdp.savp('RTP/SAVP')]);
    expect(line('c=IN IP4 0.0.0.0')).toEqual([values.sdp.nullAddress]);
    expect(line('c=IN IP4 10.1.2.3')).toEqual([`!${values.sdp.privateHost('10.1.2.3')}`, values.sdp.otherHost('10.1.2.3', '192.0.2.10')]);
    expect(line('c=IN IP4 192.0.2.10')).toEqual([]);
  });
  test('formats', () => {
    const of = detail({ text: 'a=rtpmap:101 telephone-event/8000\r\na=rtpmap:18 G729/8000\r\na=rtpmap:96 AMR/8000\r\na=rtpmap:97 opus/48000/2' });
    expect(line('a=rtpmap:9 G722/8000', of)).toEqual([values.sdp.static('9', 'G722/8000'), values.sdp.g722]);
    expect(line('a=fmtp:101 0-16', of)).toEqual([values.sdp.events('0-16')]);
    expect(line('a=fmtp:18 annexb=no', of)).toEqual([values.sdp.annexbNo]);
    expect(line('a=fmtp:96 mode-set=0,2,7; octet-align=1', of)).toEqual([values.sdp.amrOctet, values.sdp.amrModes('0,2,7')]);
    expect(line('a=fmtp:97 useinbandfec=1;stereo=0', of)).toEqual([`useinbandfec=1: ${values.sdp.opus['useinbandfec']}.`]);
    expect(line('a=ptime:20')).toEqual([values.sdp.ptimeUsual('50.0')]);
  });
  test('keys, ICE, fax', () => {
    expect(line('a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:x')).toEqual([
      values.sdp.cryptoUsual('AES_CM_128_HMAC_SHA1_32'),
      values.sdp.cryptoShort,
      `!${values.sdp.cryptoClear}`,
    ]);
    expect(line('a=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:x', detail({ transport: 'tls' }))).toEqual([values.sdp.cryptoStrong('AES_256_CM_HMAC_SHA1_80')]);
    expect(line('a=candidate:1 1 UDP 2122 192.168.1.5 4000 typ srflx raddr 0.0.0.0')).toEqual([values.sdp.candidates['srflx']]);
    expect(line('a=setup:actpass')).toEqual([values.sdp.setup['actpass']]);
    expect(line('a=T38MaxBitRate:33600')).toEqual([values.sdp.t38Rate('33,600'), values.sdp.t38V34]);
    expect(line('a=T38FaxUdpEC:t38UDPRedundancy')).toEqual([values.sdp.t38Redundancy]);
  });
});

test('any value, of any header or line, in both languages: no throw, no empty sentence', () => {
  const names = Object.keys(headerTable);
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom('m', 'c', 'a', 'o'),
      fc.string(),
      fc.constantFrom('en' as const, 'zh-hans' as const),
      (name, letter, value, language) => {
        setLanguage(language);
        for (const text of [...said(name, value), ...line(`${letter}=${value}`)]) expect(text).not.toBe('');
      },
    ),
  );
});

test('private addresses', () => {
  for (const host of ['10.1.2.3', '172.16.0.1', '192.168.0.1', '100.64.0.1', '169.254.1.1', '127.0.0.1', '[fd00::1]', 'fe80::1', '::1'])
    expect(isPrivateAddress(host)).toBe(true);
  for (const host of ['172.32.0.1', '100.128.0.1', '8.8.8.8', '10.example', 'fdx.example', '2001:db8::1', '']) expect(isPrivateAddress(host)).toBe(false);
});
