/**
 * What a session description asks for as one number: kinds, addresses, ports, protocols and formats of its m-lines, but
 * neither o= nor directions. Equal descriptions give equal numbers; that tells a refresh from a change without parsing again.
 */
import type { Media, Session } from '../sdp/model.ts';
import { mediaConnection } from '../sdp/offer-answer.ts';

const PRIME = 0x01000193;

/** 32 bits, never 0. */
export function sdpShape(session: Session): number {
  let hash = 0x811c9dc5;
  for (const media of session.media) hash = Math.imul(hash ^ shapeOf(session, media), PRIME);
  return (hash ^ (hash >>> 13)) >>> 0 || 1;
}

function shapeOf(session: Session, media: Media): number {
  let hash = Math.imul(media.port ^ (media.kind.charCodeAt(0) << 17), PRIME) ^ media.protocol.length;
  const connection = mediaConnection(session, media);
  if (connection !== undefined) hash = Math.imul(hash ^ (connection.ipv4 >= 0 ? connection.ipv4 : textHash(connection.address)), PRIME);
  for (const payloadType of media.payloadTypes) hash = Math.imul(hash ^ payloadType, PRIME);
  if (!media.isRtp) for (const format of media.formats) hash = Math.imul(hash ^ textHash(format), PRIME);
  return hash;
}

function textHash(text: string): number {
  let hash = text.length;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  return hash;
}
