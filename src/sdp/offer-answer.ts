/**
 * What an offer and its answer mean for media (RFC 3264, semantics 5.4): directions that are to be expected, forms of hold,
 * payload types a side may send, and one line of text for the ladder. Pure functions over parsed sessions.
 */
import type { Connection, Direction, Media, RtpMap, Session } from './model.ts';

/** Encoding names of the static payload types (RFC 3551 section 6); ticks a second beside them. */
const staticPayloadTypes: ReadonlyMap<number, RtpMap> = new Map(
  [
    [0, 'PCMU', 8000],
    [3, 'GSM', 8000],
    [4, 'G723', 8000],
    [5, 'DVI4', 8000],
    [6, 'DVI4', 16000],
    [7, 'LPC', 8000],
    [8, 'PCMA', 8000],
    [9, 'G722', 8000],
    [10, 'L16', 44100],
    [11, 'L16', 44100],
    [12, 'QCELP', 8000],
    [13, 'CN', 8000],
    [14, 'MPA', 90000],
    [15, 'G728', 8000],
    [16, 'DVI4', 11025],
    [17, 'DVI4', 22050],
    [18, 'G729', 8000],
    [25, 'CelB', 90000],
    [26, 'JPEG', 90000],
    [28, 'nv', 90000],
    [31, 'H261', 90000],
    [32, 'MPV', 90000],
    [33, 'MP2T', 90000],
    [34, 'H263', 90000],
  ].map(([type, name, rate]) => [type as number, { name: name as string, rate: rate as number, channels: type === 10 ? 2 : 1 }]),
);

/** The connection that holds for an m-line: its own, else the session's (RFC 8866 section 5.7). */
export function mediaConnection(session: Session, media: Media): Connection | undefined {
  return media.connection ?? session.connection;
}

/** The direction that holds for an m-line; sendrecv when nobody says (RFC 8866 section 6.7). */
export function mediaDirection(session: Session, media: Media): Direction {
  return media.direction ?? session.direction ?? 'sendrecv';
}

/** c=0.0.0.0 or ::, the hold of RFC 2543: no media is to be sent here. */
export function isNullAddress(connection: Connection | undefined): boolean {
  if (connection === undefined) return false;
  return connection.addressType === 'IP6' ? /^[0:]+$/.test(connection.address) : connection.address === '0.0.0.0';
}

/** The null address means hold, unless ICE will find the address (RFC 8839 section 4.2.5: 0.0.0.0 and port 9 with trickled candidates). */
function isHeldByAddress(session: Session, media: Media): boolean {
  const usesIce = (media.iceUfrag ?? session.iceUfrag) !== undefined || media.candidates.length > 0;
  return !usesIce && isNullAddress(mediaConnection(session, media));
}

/** What a payload type means on this m-line: its rtpmap, else the static table (RFC 3551); undefined when neither says. */
export function payloadFormat(media: Media, payloadType: number): RtpMap | undefined {
  return media.rtpmaps.get(payloadType) ?? staticPayloadTypes.get(payloadType);
}

/** "PCMA/8000", "opus/48000/2"; the bare number when the format is unknown. */
/** MIME types an MSRP line takes (RFC 4975 section 8.6), at most sixteen; undefined for other media. */
export function messageTypes(media: Media): readonly string[] | undefined {
  if (!/MSRP$/i.test(media.protocol)) return undefined;
  return (media.acceptTypes ?? '')
    .split(/\s+/)
    .filter((type) => type !== '')
    .slice(0, 16);
}

export function formatName(media: Media, payloadType: number): string {
  const format = payloadFormat(media, payloadType);
  if (format === undefined) return String(payloadType);
  return `${format.name}${format.rate > 0 ? `/${format.rate}` : ''}${format.channels > 1 ? `/${format.channels}` : ''}`;
}

const sends = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'sendonly';
const receives = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'recvonly';

/**
 * True when media from the side of `from` toward the side of `to` is to be expected: the one sends, the other receives, both
 * ports are above 0 and neither address is null.
 */
export function expectsMedia(from: Session, fromMedia: Media, to: Session, toMedia: Media): boolean {
  if (fromMedia.port === 0 || toMedia.port === 0) return false;
  if (isHeldByAddress(from, fromMedia) || isHeldByAddress(to, toMedia)) return false;
  return sends(mediaDirection(from, fromMedia)) && receives(mediaDirection(to, toMedia));
}

export const holdForms = ['none', 'sendonly', 'inactive', 'nullAddress', 'removed'] as const;
export type HoldForm = (typeof holdForms)[number];

/** How this side's description stops receiving on an m-line; 'none' when it receives. recvonly is an answer to hold, not a hold. */
export function holdForm(session: Session, media: Media): HoldForm {
  if (media.port === 0) return 'removed';
  if (isHeldByAddress(session, media)) return 'nullAddress';
  const direction = mediaDirection(session, media);
  return direction === 'sendonly' || direction === 'inactive' ? direction : 'none';
}

/** The first audio m-line's hold, 'none' without audio: what makes a call "on hold" by this side. */
export function sessionHold(session: Session): HoldForm {
  for (const media of session.media) if (media.kind === 'audio') return holdForm(session, media);
  return 'none';
}

/**
 * Payload types to be expected toward the side that wrote `to`: its numbers, restricted to the encodings the sender's
 * description also has. All of `to` when the sender's is not known.
 */
export function negotiatedPayloadTypes(to: Media, from: Media | undefined): number[] {
  if (from === undefined) return [...to.payloadTypes];
  const known = new Set(from.payloadTypes.map((payloadType) => encodingKey(from, payloadType)));
  return to.payloadTypes.filter((payloadType) => known.has(encodingKey(to, payloadType)));
}

function encodingKey(media: Media, payloadType: number): string {
  const format = payloadFormat(media, payloadType);
  return format === undefined ? `#${payloadType}` : `${format.name.toLowerCase()}/${format.rate}`;
}

/** True when the two m-lines share no encoding besides telephone-event and comfort noise. */
export function hasNoCommonCodec(offer: Media, answer: Media): boolean {
  if (!offer.isRtp || !answer.isRtp || offer.port === 0 || answer.port === 0) return false;
  return negotiatedPayloadTypes(answer, offer).every((payloadType) => isAuxiliary(answer, payloadType));
}

/** telephone-event, comfort noise, red, rtx and FEC: no codec by themselves. */
export function isAuxiliary(media: Media, payloadType: number): boolean {
  const name = payloadFormat(media, payloadType)?.name.toLowerCase() ?? '';
  return name === 'telephone-event' || name === 'cn' || name === 'red' || name === 'rtx' || name === 'ulpfec' || name === 'flexfec-03' || name === 'tone';
}

/** The media are protected: SAVP profiles, or keys or a fingerprint given. */
export function isEncrypted(session: Session, media: Media): boolean {
  // asked for every m-line, and nearly all of them are plain: no pattern for those
  if (media.protocol === 'RTP/AVP') return media.crypto.length > 0 || media.fingerprint !== undefined;
  return (
    /SAVP/i.test(media.protocol) ||
    media.crypto.length > 0 ||
    media.fingerprint !== undefined ||
    (/TLS/i.test(media.protocol) && session.fingerprint !== undefined)
  );
}

/** True when two descriptions differ in more than o= version: address, port, m-lines, formats or direction. */
export function isModified(before: Session, after: Session): boolean {
  return shape(before) !== shape(after);
}

/** True when two descriptions of as many m-lines differ in the formats of one. */
export function hasOtherCodecs(before: Session, after: Session): boolean {
  return before.media.length === after.media.length && before.media.some((media, index) => formatsOf(media) !== formatsOf(after.media[index]!));
}

function formatsOf(media: Media): string {
  return media.isRtp ? media.payloadTypes.map((payloadType) => formatName(media, payloadType)).join(',') : media.formats.join(',');
}

function shape(session: Session): string {
  return session.media
    .map(
      (media) =>
        `${media.kind} ${media.port} ${media.protocol} ${mediaConnection(session, media)?.address ?? ''} ${mediaDirection(session, media)} ${formatsOf(media)}`,
    )
    .join('\n');
}

/** One line for the ladder: "PCMA/8000, PCMU/8000 10.0.0.1:4000 sendrecv"; m-lines joined by " | ", at most four shown. */
export function summarise(session: Session): string {
  const parts = session.media.slice(0, 4).map((media) => summariseMedia(session, media));
  if (session.media.length > 4) parts.push(`+${session.media.length - 4}`);
  return parts.join(' | ');
}

function summariseMedia(session: Session, media: Media): string {
  const isMsrp = messageTypes(media) !== undefined;
  const names = media.isRtp ? codecNames(media) : isMsrp ? ['MSRP'] : media.formats.slice(0, 3);
  const kind = media.kind === 'audio' || isMsrp ? '' : `${media.kind} `;
  if (media.port === 0) return `${kind}${names.join(', ')} port 0`;
  const address = mediaConnection(session, media)?.address ?? '';
  const host = address.includes(':') ? `[${address}]` : address;
  const text = `${kind}${names.join(', ')} ${host}:${media.port}`;
  return media.isRtp ? `${text} ${mediaDirection(session, media)}` : text;
}

/** Codecs of an m-line in the order of preference, auxiliary formats left out when there is any other, at most four and a count. */
export function codecNames(media: Media): string[] {
  const codecs = media.payloadTypes.filter((payloadType) => !isAuxiliary(media, payloadType));
  const names = [...new Set((codecs.length > 0 ? codecs : media.payloadTypes).map((payloadType) => formatName(media, payloadType)))];
  return names.length > 5 ? [...names.slice(0, 4), `+${names.length - 4}`] : names;
}
