/** The decoders this worker has from outside our code, for the engine: Opus, where the browser decodes it. */
import type { PayloadFormat } from '../codec/decoder.ts';
import type { PacketDecoder } from '../codec/packet-decoder.ts';
import { OpusPackets } from './opus-packets.ts';
import { hasWebCodecsOpus, WebCodecsOpus } from './opus-webcodecs.ts';

export async function packetDecoder(format: PayloadFormat): Promise<PacketDecoder | undefined> {
  if (!/^opus(\/|$)/i.test(format.name.trim())) return undefined;
  const channels = format.channels === 2 ? 2 : 1;
  return (await hasWebCodecsOpus(channels)) ? new OpusPackets(new WebCodecsOpus(channels), channels) : undefined;
}
