/** A call whose signalling is TLS and whose media is SRTP under keys that only the signalling has (RFC 4568): G.711 or Opus, with the key log as secrets of a pcapng or beside it. */
import type { ForgedPacket } from './capture.ts';
import { endpoint } from './address.ts';
import { join } from './octets.ts';
import { secretsBlock, writePcapng } from './pcapng.ts';
import { rtpTrain, type TrainOptions } from './rtp.ts';
import { audio } from './sdp.ts';
import { createCall, type Party, type SipMessage } from './sip.ts';
import { cryptoLine, srtpKey, srtpSealer } from './srtp.ts';
import { createStory } from './story.ts';
import { createTcp } from './tcp.ts';
import { createTls } from './tls.ts';

export const callerMedia = endpoint('192.0.2.10:4000');
export const calleeMedia = endpoint('192.0.2.20:6000');
const alice: Party = { user: 'alice', at: endpoint('192.0.2.10:40000') };
const bob: Party = { user: 'bob', at: endpoint('192.0.2.20:5061') };

export interface SealedCall {
  readonly callId: string;
  readonly packets: readonly ForgedPacket[];
  /** the key log that opens the signalling */
  readonly keyLog: string;
  /** what nobody must see elsewhere: keys as SDP, key logs and memory have them */
  readonly secrets: readonly Uint8Array[];
}

/** Media from one second on. @param codec of both ways, as a=rtpmap has it after the payload type: "96 opus/48000/2" */
export function tellSealedCall(train: TrainOptions, codec = '0 PCMU/8000', media = 'media'): SealedCall {
  const story = createStory();
  const tcp = createTcp(alice.at, bob.at);
  const tls = createTls(tcp);
  const [near, far] = [srtpKey(`${media} alice`), srtpKey(`${media} bob`)];
  const call = createCall(alice, bob, {});
  const tell = (at: number, message: SipMessage): void =>
    story.packets(at, tls.send(message.from.port === alice.at.port && message.from.address === alice.at.address ? 'client' : 'server', message.octets));
  story.packets(0, tls.open());
  const invite = call.invite({ sdp: audio(callerMedia, { codecs: [codec], protocol: 'RTP/SAVP', lines: [cryptoLine(near)] }) });
  const ok = call.respond(invite, 200, { sdp: audio(calleeMedia, { codecs: [codec], protocol: 'RTP/SAVP', lines: [cryptoLine(far)] }) });
  tell(100, invite);
  tell(900, ok);
  tell(910, call.acknowledge(ok));
  const [toCallee, toCaller] = [srtpSealer(near), srtpSealer(far)];
  for (const { at, octets } of rtpTrain({ ssrc: 0xa11ce, ...train })) story.datagram(1000 + at, callerMedia, calleeMedia, toCallee(octets));
  for (const { at, octets } of rtpTrain({ ssrc: 0xb0b, ...train })) story.datagram(1005 + at, calleeMedia, callerMedia, toCaller(octets));
  const end = 1100 + train.count * (train.interval ?? 20);
  const bye = call.bye('caller');
  tell(end, bye);
  tell(end + 20, call.respond(bye, 200));
  return { callId: call.callId, packets: story.told(), keyLog: tls.line, secrets: [tls.master, near.key, near.salt, far.key, far.salt] };
}

/** As pcapng, its secrets behind everything, as editcap never writes them and a capture that runs does. */
export function withSecretsBehind({ packets, keyLog }: SealedCall): Uint8Array {
  return join(writePcapng(packets), secretsBlock(keyLog));
}
