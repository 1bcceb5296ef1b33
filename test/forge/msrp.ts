/** MSRP (RFC 4975): requests, chunks and responses with every part given, and the m-line that announces a session. */
import type { Endpoint } from './address.ts';
import { join, octetsOf } from './octets.ts';

export interface MsrpEnd {
  readonly at: Endpoint;
  readonly session: string;
}

export function msrpPath({ at, session }: MsrpEnd): string {
  return `msrp://${at.address}:${at.port}/${session};tcp`;
}

export interface MsrpRequest {
  readonly transaction: string;
  readonly method?: string;
  readonly messageId?: string;
  readonly contentType?: string;
  readonly body?: Uint8Array | string;
  /** "1-25/25"; made of the body when absent */
  readonly range?: string;
  readonly flag?: '$' | '+' | '#';
  readonly headers?: readonly (readonly [string, string])[];
  /** URIs before the far end: relays */
  readonly via?: readonly string[];
}

export function msrpRequest(from: MsrpEnd, to: MsrpEnd, request: MsrpRequest): Uint8Array {
  const { transaction, method = 'SEND', messageId = `m-${transaction}`, flag = '$', headers = [], via = [] } = request;
  const body = typeof request.body === 'string' ? octetsOf(request.body) : request.body;
  const lines = [
    `MSRP ${transaction} ${method}`,
    `To-Path: ${[...via, msrpPath(to)].join(' ')}`,
    `From-Path: ${msrpPath(from)}`,
    `Message-ID: ${messageId}`,
    ...(body === undefined && request.range === undefined ? [] : [`Byte-Range: ${request.range ?? `1-${body!.length}/${body!.length}`}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : [`Content-Type: ${request.contentType ?? 'text/plain'}`, '']),
  ];
  const head = octetsOf(`${lines.join('\r\n')}\r\n`);
  const tail = octetsOf(`${body === undefined ? '' : '\r\n'}-------${transaction}${flag}\r\n`);
  return join(head, body ?? new Uint8Array(0), tail);
}

export function msrpResponse(from: MsrpEnd, to: MsrpEnd, transaction: string, status = 200, comment = 'OK'): Uint8Array {
  return octetsOf(`MSRP ${transaction} ${status} ${comment}\r\nTo-Path: ${msrpPath(to)}\r\nFrom-Path: ${msrpPath(from)}\r\n-------${transaction}$\r\n`);
}

/** A session description with one m-line of MSRP. */
export function msrpSdp(end: MsrpEnd, lines: readonly string[] = []): Uint8Array {
  const all = [
    'v=0',
    `o=- 1 1 IN IP4 ${end.at.address}`,
    's=-',
    `c=IN IP4 ${end.at.address}`,
    't=0 0',
    `m=message ${end.at.port} TCP/MSRP *`,
    'a=accept-types:message/cpim text/plain text/html',
    `a=path:${msrpPath(end)}`,
    ...lines,
    '',
  ];
  return octetsOf(all.join('\r\n'));
}
