/** A SIP message as a tree of fields for the packet inspector: start line, headers with their parts, bodies. */
import type { Field } from '../base/field.ts';
import type { InspectedMessage } from '../sip/inspect.ts';

/** @param at where the message's octets begin in the buffer that the fields point into */
export function messageField(message: InspectedMessage, at: number): Field {
  const { startLine, headers, bodies } = message;
  const line =
    startLine.method === undefined
      ? `${startLine.version} ${startLine.status ?? ''} ${startLine.reason ?? ''}`
      : `${startLine.method} ${startLine.requestUri ?? ''} ${startLine.version}`;
  const children: Field[] = [
    {
      key: 'sip.start-line',
      name: startLine.method === undefined ? 'Status-Line' : 'Request-Line',
      value: line.trim(),
      at: at + startLine.at,
      length: startLine.length,
      reference: 'RFC 3261 section 7',
      children: shift(startLine.parts, at),
    },
    ...headers.map(
      (header): Field => ({
        key: `sip.${header.canonical}`,
        name: header.name,
        value: header.value,
        at: at + header.at,
        length: header.length,
        ...(header.reference === undefined ? {} : { reference: header.reference }),
        ...(header.problems[0] === undefined ? {} : { problem: header.problems[0] }),
        children: shift(header.parts, at),
      }),
    ),
    ...bodies.map(
      (body): Field => ({ key: 'sip.body', name: 'Body', value: body.contentType, at: at + body.at, length: body.length, children: shift(body.fields, at) }),
    ),
  ];
  const problem = message.problems[0]?.code;
  const length = message.bodyAt + message.bodyLength - startLine.at;
  return {
    key: 'sip',
    name: 'Session Initiation Protocol',
    value: line.trim(),
    at: at + startLine.at,
    length,
    reference: 'RFC 3261',
    ...(problem === undefined ? {} : { problem }),
    children,
  };
}

function shift(fields: readonly Field[], by: number): Field[] {
  return fields.map((field) => ({
    ...field,
    ...(field.at === undefined ? {} : { at: field.at + by }),
    ...(field.children === undefined ? {} : { children: shift(field.children, by) }),
  }));
}
