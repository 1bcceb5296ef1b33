/**
 * Decode rules in a link: `rtp@4000`, `rtp@10.0.0.1:4000`, `rtp@[2001:db8::1]:4000-10.0.0.2:5000/97.AMR.8000`, of one
 * stream by its source `rtp@10.0.0.1:4000~1a2b3c4d`, and of a link type: `ethernet@link147`. Promise: any text parses without throwing to the rules it holds, at most LIST of them.
 */
import { decodeAsKinds, isNameable, linkKinds, type DecodeRule, type LinkRule, type NamedPayloadType } from '../contract/decode-as.ts';

const LIST = 64;
const TYPES = 32;
/** characters of the parameters of one type */
const PARAMETERS = 120;
const end = String.raw`(?:(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]{2,45}\]):)?(\d{1,5})`;
const pattern = new RegExp(
  String.raw`^([a-z0-9-]{1,16})@${end}(?:-${end})?(?:~([0-9a-f]{8}))?((?:/\d{1,3}\.[A-Za-z0-9+-]{1,32}\.\d{1,7}(?:\.[A-Za-z0-9_~-]{1,360})?)*)$`,
);

const linkPattern = /^([a-z0-9-]{1,16})@link(\d{1,5})$/;

function portOf(text: string | undefined): number {
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : 0;
}

function bare(address: string | undefined): string | undefined {
  return address?.replace(/^\[|\]$/g, '');
}

function typeOf(text: string): NamedPayloadType | undefined {
  const [payloadType, name = '', clockRate, written = ''] = text.split('.');
  const number = Number(payloadType);
  if (!isNameable(number)) return undefined;
  const parameters = parametersOf(written);
  return { payloadType: number, name, clockRate: Number(clockRate), ...(parameters === '' ? {} : { parameters }) };
}

/** Parameters as a link has them: letters and digits as they are, every other character as ~ and two digits. Anything else is none. */
function parametersOf(written: string): string {
  if (!/^(?:[A-Za-z0-9_-]|~[2-7][0-9a-f])*$/.test(written)) return '';
  return written.replaceAll(/~(..)/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16))).slice(0, PARAMETERS);
}

function writtenParameters(parameters: string): string {
  return parameters.slice(0, PARAMETERS).replaceAll(/[^A-Za-z0-9_-]/g, (char) => `~${(char.charCodeAt(0) & 0x7f).toString(16).padStart(2, '0')}`);
}

function linkRule(text: string): LinkRule | undefined {
  const found = linkPattern.exec(text);
  const as = linkKinds.find((kind) => kind === found?.[1]);
  const linkType = Number(found?.[2]);
  return as === undefined || linkType > 65_535 ? undefined : { as, linkType };
}

/** The rule a text names, or undefined. */
export function parseDecodeRule(text: string): DecodeRule | undefined {
  const found = pattern.exec(text);
  const as = decodeAsKinds.find((kind) => kind === found?.[1]);
  const port = portOf(found?.[3]);
  if (found === null || as === undefined || port === 0) return linkRule(text);
  const address = bare(found[2]);
  const peerAddress = bare(found[4]);
  const peerPort = portOf(found[5]);
  const payloadTypes = (found[7] ?? '')
    .split('/')
    .slice(1, TYPES + 1)
    .map(typeOf)
    .filter((type) => type !== undefined);
  return {
    as,
    port,
    payloadTypes,
    ...(address === undefined ? {} : { address }),
    ...(peerAddress === undefined || peerPort === 0 ? {} : { peer: { address: peerAddress, port: peerPort } }),
    ...(found[6] === undefined ? {} : { ssrc: Number.parseInt(found[6], 16) }),
  };
}

function formatEnd(address: string | undefined, port: number): string {
  if (address === undefined) return String(port);
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** As it stands in a link. */
export function formatDecodeRule(rule: DecodeRule): string {
  if ('linkType' in rule) return `${rule.as}@link${rule.linkType}`;
  const { as, address, port, peer, ssrc, payloadTypes } = rule;
  const types = payloadTypes
    .map(
      ({ payloadType, name, clockRate, parameters }) =>
        `/${payloadType}.${name}.${clockRate}${parameters === undefined || parameters === '' ? '' : `.${writtenParameters(parameters)}`}`,
    )
    .join('');
  return `${as}@${formatEnd(address, port)}${peer === undefined ? '' : `-${formatEnd(peer.address, peer.port)}`}${ssrc === undefined ? '' : `~${ssrc.toString(16).padStart(8, '0')}`}${types}`;
}

export function parseDecodeRules(texts: readonly string[]): readonly DecodeRule[] {
  return texts
    .slice(0, LIST)
    .map(parseDecodeRule)
    .filter((rule) => rule !== undefined);
}
