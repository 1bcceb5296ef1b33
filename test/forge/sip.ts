/**
 * SIP messages (RFC 3261) that are right unless a test asks for wrong ones. A message knows who sends it to whom, so a
 * story can put it in packets. `createCall` keeps tags, branches and CSeq of one dialog: INVITE, 180, 200, ACK, BYE read as such.
 */
import { hostPort, type Endpoint } from './address.ts';
import { join, octetsOf } from './octets.ts';

/** Name and value; undefined takes the header away. */
export type HeaderChange = readonly [name: string, value: string | undefined];

export interface SipMessage {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly startLine: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly octets: Uint8Array;
}

export interface Party {
  readonly user: string;
  readonly at: Endpoint;
  readonly display?: string;
  /** User-Agent in requests, Server in responses */
  readonly agent?: string;
  /** domain in From and To; the address when absent */
  readonly domain?: string;
  readonly transport?: 'UDP' | 'TCP' | 'TLS' | 'WS' | 'WSS';
}

export interface MessageOptions {
  /** application/sdp body */
  readonly sdp?: Uint8Array | undefined;
  readonly body?: Uint8Array;
  readonly contentType?: string;
  /** replace the first header of that name, else are added at the end; undefined removes */
  readonly headers?: readonly HeaderChange[];
  /** Content-Length when it shall lie; undefined leaves it right */
  readonly contentLength?: number | undefined;
}

export interface RequestOptions extends MessageOptions {
  readonly by?: 'caller' | 'callee';
  readonly requestUri?: string;
  readonly branch?: string;
  readonly cseq?: number;
}

export interface ResponseOptions extends MessageOptions {
  readonly reason?: string;
  /** another To-tag than the call's: a fork */
  readonly toTag?: string | undefined;
  /** sent from another place than the request went to */
  readonly from?: Endpoint;
}

export interface SipCall {
  readonly callId: string;
  readonly caller: Party;
  readonly callee: Party;
  /** next CSeq, new branch; To-tag once a response carried one. ACK and CANCEL have their own functions. */
  request(method: string, options?: RequestOptions): SipMessage;
  invite(options?: RequestOptions): SipMessage;
  /** Via, From, Call-ID and CSeq as in the request; To-tag for everything above 100 */
  respond(request: SipMessage, status: number, options?: ResponseOptions): SipMessage;
  /** same branch as the INVITE for 300 and above, a new one for 2xx (RFC 3261 17.1.1.3, 13.2.2.4) */
  acknowledge(response: SipMessage, options?: RequestOptions): SipMessage;
  cancel(invite: SipMessage, options?: RequestOptions): SipMessage;
  bye(by?: 'caller' | 'callee', options?: RequestOptions): SipMessage;
}

export interface CallOptions {
  readonly callId?: string;
  readonly fromTag?: string;
  readonly toTag?: string;
  readonly cseq?: number;
}

export function createCall(caller: Party, callee: Party, options: CallOptions = {}): SipCall {
  const callId = options.callId ?? `call-${caller.user}-${callee.user}@${caller.domain ?? 'forge.example'}`;
  const tags = { caller: options.fromTag ?? `tag-${caller.user}`, callee: options.toTag ?? `tag-${callee.user}` };
  const parties = { caller, callee };
  const cseq = { caller: (options.cseq ?? 1) - 1, callee: 100 };
  let established = false;
  let branches = 0;

  const request = (method: string, given: RequestOptions = {}): SipMessage => {
    const by = given.by ?? 'caller';
    const other = by === 'caller' ? 'callee' : 'caller';
    const number = given.cseq ?? (cseq[by] += 1);
    const branch = given.branch ?? `z9hG4bK-${callId.split('@')[0]}-${++branches}`;
    const remoteTag = established || by === 'callee' ? `;tag=${tags[other]}` : '';
    const [me, you] = [parties[by], parties[other]];
    return message(
      me.at,
      you.at,
      `${method} ${given.requestUri ?? uri(you)} SIP/2.0`,
      [
        ['Via', `SIP/2.0/${me.transport ?? 'UDP'} ${hostPort(me.at)};branch=${branch}`],
        ['Max-Forwards', '70'],
        ['From', `${name(me)};tag=${tags[by]}`],
        ['To', `${name(you)}${remoteTag}`],
        ['Call-ID', callId],
        ['CSeq', `${number} ${method}`],
        ['Contact', contact(me)],
        ...agentHeader('User-Agent', me),
      ],
      given,
    );
  };

  return {
    callId,
    caller,
    callee,
    request,
    invite: (given) => request('INVITE', given),
    bye: (by = 'caller', given = {}) => request('BYE', { ...given, by }),
    respond: (to, status, given = {}) => {
      if (status > 100) established = true;
      const by = headerOf(to, 'From').includes(`;tag=${tags.caller}`) ? 'callee' : 'caller';
      return answer(to, parties[by], status, status === 100 ? undefined : (given.toTag ?? tags[by]), given);
    },
    acknowledge: (response, given = {}) => {
      const success = /^SIP\/2\.0 2/.test(response.startLine);
      const number = Number.parseInt(headerOf(response, 'CSeq'), 10);
      const by = headerOf(response, 'From').includes(`;tag=${tags.caller}`) ? 'caller' : 'callee';
      const same = success ? {} : { branch: branchOf(response) };
      return request('ACK', {
        ...same,
        by,
        cseq: number,
        ...given,
        headers: [['To', headerOf(response, 'To')], ['Contact', undefined], ...(given.headers ?? [])],
      });
    },
    cancel: (invite, given = {}) =>
      request('CANCEL', {
        branch: branchOf(invite),
        cseq: Number.parseInt(headerOf(invite, 'CSeq'), 10),
        ...given,
        headers: [['To', headerOf(invite, 'To')], ['Contact', undefined], ...(given.headers ?? [])],
      }),
  };
}

/** REGISTER requests of one binding: From and To are the address of record, the Request-URI the registrar. */
export function createRegistration(party: Party, registrar: Endpoint, options: CallOptions = {}): SipCall {
  const domain = party.domain ?? registrar.address;
  const record: Party = { user: party.user, at: registrar, domain };
  const call = createCall({ ...party, domain }, record, { callId: `reg-${party.user}@${domain}`, ...options });
  return {
    ...call,
    request: (method, given = {}) => call.request(method, { requestUri: `sip:${domain}`, ...given, headers: [['To', name(record)], ...(given.headers ?? [])] }),
  };
}

/** A message from its parts; Content-Type and Content-Length are written last. */
export function message(
  from: Endpoint,
  to: Endpoint,
  startLine: string,
  headers: readonly (readonly [string, string])[],
  options: MessageOptions = {},
): SipMessage {
  const body = options.sdp ?? options.body ?? new Uint8Array(0);
  const list: (readonly [string, string])[] = [...headers];
  const type = options.contentType ?? (options.sdp ? 'application/sdp' : undefined);
  if (type !== undefined) list.push(['Content-Type', type]);
  list.push(['Content-Length', String(options.contentLength ?? body.length)]);
  const changed = (options.headers ?? []).reduce(changeHeader, list);
  const head = `${startLine}\r\n${changed.map(([key, value]) => `${key}: ${value}\r\n`).join('')}\r\n`;
  return { from, to, startLine, headers: changed, body, octets: join(octetsOf(head), body) };
}

export function headerOf(of: SipMessage, name: string): string {
  return of.headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? '';
}

export function branchOf(of: SipMessage): string {
  return /;branch=([^;,]*)/.exec(headerOf(of, 'Via'))?.[1] ?? '';
}

export function uri(party: Party): string {
  return party.domain === undefined ? `sip:${party.user}@${hostPort(party.at)}` : `sip:${party.user}@${party.domain}`;
}

function answer(to: SipMessage, me: Party, status: number, tag: string | undefined, given: ResponseOptions): SipMessage {
  const toValue = headerOf(to, 'To');
  const withTag = tag === undefined || /;tag=/.test(toValue) ? toValue : `${toValue};tag=${tag}`;
  const kept = to.headers.filter(([key]) => /^(via|record-route)$/i.test(key));
  const contacts: (readonly [string, string])[] = status > 100 && status < 300 ? [['Contact', contact(me)]] : [];
  return message(
    given.from ?? to.to,
    to.from,
    `SIP/2.0 ${status} ${given.reason ?? reasons.get(status) ?? 'Reason'}`,
    [
      ...kept,
      ['From', headerOf(to, 'From')],
      ['To', withTag],
      ['Call-ID', headerOf(to, 'Call-ID')],
      ['CSeq', headerOf(to, 'CSeq')],
      ...contacts,
      ...agentHeader('Server', me),
    ],
    given,
  );
}

function changeHeader(list: (readonly [string, string])[], [key, value]: HeaderChange): (readonly [string, string])[] {
  const index = list.findIndex(([each]) => each.toLowerCase() === key.toLowerCase());
  if (value === undefined) return list.filter((_, at) => at !== index);
  if (index < 0) return [...list, [key, value]];
  return list.map((each, at) => (at === index ? [key, value] : each));
}

function name(party: Party): string {
  return `${party.display === undefined ? '' : `"${party.display}" `}<${party.domain === undefined ? `sip:${party.user}@${party.at.address.includes(':') ? `[${party.at.address}]` : party.at.address}` : uri(party)}>`;
}

function contact(party: Party): string {
  return `<sip:${party.user}@${hostPort(party.at)}${party.transport === undefined || party.transport === 'UDP' ? '' : `;transport=${party.transport.toLowerCase()}`}>`;
}

function agentHeader(key: string, party: Party): (readonly [string, string])[] {
  return party.agent === undefined ? [] : [[key, party.agent]];
}

const reasons: ReadonlyMap<number, string> = new Map([
  [100, 'Trying'],
  [180, 'Ringing'],
  [181, 'Call Is Being Forwarded'],
  [182, 'Queued'],
  [183, 'Session Progress'],
  [200, 'OK'],
  [202, 'Accepted'],
  [300, 'Multiple Choices'],
  [301, 'Moved Permanently'],
  [302, 'Moved Temporarily'],
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [407, 'Proxy Authentication Required'],
  [408, 'Request Timeout'],
  [422, 'Session Interval Too Small'],
  [423, 'Interval Too Brief'],
  [480, 'Temporarily Unavailable'],
  [481, 'Call/Transaction Does Not Exist'],
  [482, 'Loop Detected'],
  [483, 'Too Many Hops'],
  [484, 'Address Incomplete'],
  [486, 'Busy Here'],
  [487, 'Request Terminated'],
  [488, 'Not Acceptable Here'],
  [491, 'Request Pending'],
  [500, 'Server Internal Error'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Server Time-out'],
  [600, 'Busy Everywhere'],
  [603, 'Decline'],
  [604, 'Does Not Exist Anywhere'],
  [606, 'Not Acceptable'],
]);
