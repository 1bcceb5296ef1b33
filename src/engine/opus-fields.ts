/** What an Opus packet says of itself in its first octets (RFC 6716 section 3), under the payload of an opened RTP packet. */
import type { Field } from '../base/field.ts';
import { readOpusPacket } from '../codec/opus-packet.ts';

const codes = ['one frame', 'two frames of one length', 'two frames of two lengths', 'a count of frames'] as const;

/** The RTP field with its payload opened; as it came where there is none. */
export function withOpusFields(rtp: Field, octets: Uint8Array): Field {
  const children = (rtp.children ?? []).map((child) => (child.key === 'rtp.payload' && child.at !== undefined ? opened(child, octets, child.at) : child));
  return { ...rtp, children };
}

function opened(payload: Field, octets: Uint8Array, at: number): Field {
  // cut by the capture: what is left says nothing of the lengths
  if (payload.problem !== undefined) return payload;
  return { ...payload, children: opusFields(octets, at, at + (payload.length ?? 0)) };
}

function opusFields(octets: Uint8Array, at: number, end: number): Field[] {
  const packet = readOpusPacket(octets, at, end);
  const first = { at, length: 1 } as const;
  if (packet === undefined) return [{ key: 'opus', name: 'Opus', value: 'no Opus packet', reference: 'RFC 6716 section 3.4', at, length: end - at }];
  const { mode, bandwidth, frame, frames, samples, stereo, empty } = packet;
  return [
    {
      key: 'opus.TOC.config',
      name: 'configuration',
      value: `${octets[at]! >> 3}: ${mode} ${bandwidth}, frames of ${frame / 48} ms`,
      reference: 'RFC 6716 section 3.1',
      ...first,
    },
    { key: 'opus.TOC.s', name: 'stereo', value: stereo ? 'yes' : 'no', ...first },
    { key: 'opus.TOC.c', name: 'frame count code', value: `${octets[at]! & 3}: ${codes[octets[at]! & 3]}`, reference: 'RFC 6716 section 3.2', ...first },
    { key: 'opus.frames', name: 'frames', value: `${frames}, ${samples / 48} ms${empty ? ', nothing in them (DTX)' : ''}` },
  ];
}
