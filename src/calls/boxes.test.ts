/** Which lanes are one box: what is sure, what is only offered, what is never said. */
import { describe, expect, test } from 'vitest';
import { toOctets } from '../base/text.ts';
import { findBonds, type BoxHop } from './boxes.ts';
import { readHopText } from './hop-text.ts';

/** lanes by name: "a" is private, "M" carries media alone */
const names = ['A', 'P', 'Q', 'B', 'a', 'M'];
const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '10.0.0.1', '192.0.2.9'];

/** "A>P INVITE | Via: … | Contact: …"; hosts are the letters of lanes. */
function hop(line: string, media = ''): BoxHop {
  const [head = '', ...headers] = line.split('|').map((part) => part.trim());
  const [from, to, what] = [names.indexOf(head[0]!), names.indexOf(head[2]!), head.slice(4)];
  const text = headers.map((header) => header.replace(/@(\w)\b/g, (_, name: string) => addresses[names.indexOf(name)] ?? name)).join('\r\n');
  const read = readHopText(toOctets(`X sip:x SIP/2.0\r\n${text}\r\n\r\n`));
  const status = /^\d/.test(what) ? Number(what) : 0;
  return {
    from,
    to,
    status,
    isRegister: what === 'REGISTER',
    viaCount: headers.filter((header) => header.startsWith('Via')).length,
    text: read,
    media: media === '' ? [] : [addresses[names.indexOf(media)]!],
  };
}

const bonds = (...hops: readonly BoxHop[]): string[] =>
  findBonds(hops, {
    count: names.length,
    laneOf: (host) => addresses.indexOf(host),
    isPrivate: (lane) => addresses[lane]!.startsWith('10.'),
    isSpoken: (lane) => names[lane] !== 'M',
  }).map(({ a, b, reasons, isSure }) => `${isSure ? '' : '?'}${names[a]}${names[b]} ${reasons.join(' ')}`);

const via = (name: string, branch: string): string => `Via: SIP/2.0/UDP @${name};branch=z9hG4bK${branch}`;

describe('boxes', () => {
  test('in at one address, out at another', () => {
    expect(bonds(hop(`A>P INVITE | ${via('A', '1')}`), hop(`Q>B INVITE | ${via('Q', '2')} | ${via('A', '1')}`))).toEqual(['PQ relay']);
  });
  test('not when a hop between was not seen, nor when the request came in at two places', () => {
    expect(bonds(hop(`A>P INVITE | ${via('A', '1')}`), hop(`Q>B INVITE | ${via('Q', '3')} | ${via('P', '2')} | ${via('A', '1')}`))).toEqual([]);
    const both = [hop(`A>P INVITE | ${via('A', '1')}`), hop(`A>a INVITE | ${via('A', '1')}`), hop(`Q>B INVITE | ${via('Q', '2')} | ${via('A', '1')}`)];
    expect(bonds(...both)).toEqual(['?PQ relay', '?Qa relay']);
  });
  test('two that send to each other are two', () => {
    expect(bonds(hop(`A>P INVITE | ${via('A', '1')}`), hop(`P>Q INVITE | ${via('Q', '2')} | ${via('A', '1')}`))).toEqual(['?PQ via']);
  });
  test('a name in Via is sure on one side of a NAT, offered across it', () => {
    expect(bonds(hop(`Q>B OPTIONS | ${via('P', '1')}`))).toEqual(['PQ via']);
    expect(bonds(hop(`A>P INVITE | ${via('a', '1')}`))).toEqual(['?Aa via']);
  });
  test('two sides of a recorded route', () => {
    expect(bonds(hop(`Q>B INVITE | ${via('x', '1')} | Record-Route: <sip:@Q;r2=on;lr>, <sip:@P;r2=on;lr>`))).toEqual(['PQ recordRoute']);
    expect(bonds(hop(`Q>B INVITE | ${via('x', '1')} | Record-Route: <sip:@Q;lr>, <sip:@P;lr>`))).toEqual([]);
  });
  test('Contact of who wrote the request; of an answer it is offered; of REGISTER it says nothing', () => {
    expect(bonds(hop(`A>P INVITE | ${via('A', '1')} | Contact: <sip:u@@Q>`))).toEqual(['AQ contact']);
    expect(bonds(hop(`P>A 200 | ${via('A', '1')} | Contact: <sip:u@@B>`))).toEqual(['?PB contact']);
    expect(bonds(hop(`A>P REGISTER | ${via('A', '1')} | Contact: <sip:u@@Q>`))).toEqual([]);
  });
  test('media announced by one box alone; not by who only passes the description on', () => {
    expect(bonds(hop(`A>P INVITE | ${via('A', '1')}`, 'M'))).toEqual(['AM media']);
    expect(bonds(hop(`A>P INVITE | ${via('A', '1')}`, 'M'), hop(`P>B INVITE | ${via('P', '2')} | ${via('A', '1')}`, 'M'))).toEqual(['AM media']);
    expect(bonds(hop(`A>P INVITE | ${via('A', '1')}`, 'M'), hop(`Q>B INVITE | ${via('Q', '9')}`, 'M'))).toEqual(['?AM media', '?QM media']);
    expect(bonds(hop(`P>B INVITE | ${via('P', '2')} | ${via('A', '1')}`, 'M'))).toEqual(['?PM media']);
  });
});

test('texts of hops: compact names, bare addresses, IPv6, and no more than the header', () => {
  const text = readHopText(
    toOctets(
      'X sip:x SIP/2.0\r\nv: SIP/2.0/TCP [2001:DB8::1]:5070;branch=z9hG4bKx, SIP/2.0/UDP h.example;branch=y\r\nm: sip:u@10.0.0.9:5062\r\n\r\nVia: SIP/2.0/UDP body\r\n',
    ),
  );
  expect(text).toEqual({
    vias: [
      { host: '2001:db8::1', port: 5070, branch: 'z9hG4bKx' },
      { host: 'h.example', port: 0, branch: 'y' },
    ],
    recordRoutes: [],
    contact: { host: '10.0.0.9', port: 5062 },
  });
});
