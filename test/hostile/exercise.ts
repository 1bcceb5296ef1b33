/**
 * Asks an opened engine everything the screens ask: every list, and the details of some rows of each. Returns what no screen
 * may show (goal R14): numbers that are none, negative durations, shares outside 0 to 100 %. Must never throw or reject.
 */
import type { CallQuery, CallRow } from '../../src/contract/calls.ts';
import type { StreamRow } from '../../src/contract/streams.ts';
import type { Engine } from '../../src/engine/engine.ts';

const few = { offset: 0, limit: 12 };
const up = <Column extends string>(column: Column): { column: Column; descending: boolean } => ({ column, descending: false });
const allCalls: CallQuery = { text: '', states: [], problems: [], sort: up('index') };
const allStreams = { text: '', detectedBy: [], problemOnly: false, sort: up('index') } as const;
const allDialogs = { text: '', states: [], methods: [], sort: up('index') } as const;
const allBindings = { text: '', states: [], sort: up('start') } as const;

export async function exercise(engine: Engine): Promise<string[]> {
  const wrong: string[] = [];
  const calls = engine.calls(allCalls, few).rows;
  for (const row of calls) wrong.push(...oddCall(row));
  engine.calls({ ...allCalls, text: 'a b', sort: { column: 'callId', descending: true } }, few);
  const rate = engine.callRate(allCalls, 50);
  wrong.push(...odd('rate', [rate.asr, rate.ner], 0, 100), ...odd('rate', [rate.from, rate.width], -Infinity));
  for (const { call, callId } of calls) {
    if (engine.findCall(callId) === undefined && !callId.includes('\ufffd')) wrong.push(`findCall ${callId}`);
    const detail = await engine.call(call);
    const { trying, networkPdd, disconnect } = detail!.times;
    wrong.push(...odd('times', [trying, networkPdd, disconnect], 0));
  }
  const ladder = await engine.ladder(calls.map(({ call }) => call));
  for (const row of ladder.rows) wrong.push(...odd('ladder', [row.time, row.fromLane, row.toLane], -Infinity));
  for (const row of ladder.rows.slice(0, 12)) if (row.kind === 'message') await engine.message(row.message);
  engine.registrations(allBindings, few);
  for (const { call } of engine.dialogs(allDialogs, few).rows) await engine.ladder([call]);
  for (const row of engine.streams(allStreams, few).rows) wrong.push(...oddStream(engine, row));
  for (const { stream } of engine.streams(allStreams, few).rows) {
    const { received, loss } = (await engine.reports(stream))!;
    wrong.push(
      ...odd(
        'reports',
        [loss?.expected, loss?.lostThere, loss?.lostHere, ...received.flatMap(({ fractionLost, jitter, lostHere }) => [fractionLost, jitter, lostHere])],
        0,
      ),
    );
  }
  for (const { call } of calls)
    for (const { received, time } of (await engine.callReports(call))!.unseen)
      wrong.push(...odd('unseen', [time, ...received.map(({ jitter }) => jitter)], -Infinity));
  for (const { call } of calls.slice(0, 4)) wrong.push(...(await oddLegs(engine, call)));
  wrong.push(...(await oddTones(engine, calls)));
  const packets = await engine.packets({ kinds: [] }, few);
  const last = await engine.packets({ kinds: [] }, { offset: Math.max(0, packets.total - 3), limit: 3 });
  for (const { packet, time } of [...packets.rows, ...last.rows]) {
    wrong.push(...odd('packet', [time], -Infinity));
    const detail = await engine.packet(packet);
    if (detail === undefined) wrong.push(`packet ${packet} cannot be read again`);
    for (const message of engine.messagesOf(packet)) await engine.message(message);
  }
  const overview = engine.overview();
  wrong.push(...odd('overview', [overview.duration, ...Object.values(overview.counts)], 0));
  await drain(engine, calls);
  return wrong;
}

/** Digits, tones, faxes and video frames: listening included. */
async function oddTones(engine: Engine, calls: readonly CallRow[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { stream } of engine.streams(allStreams, few).rows) {
    const { digits, tones } = (await engine.streamDigits(stream, true))!;
    wrong.push(
      ...odd('digits', [...digits.flatMap(({ duration, units, packets }) => [duration, units, packets]), ...tones.map(({ time, end }) => end - time)], 0),
    );
    wrong.push(
      ...odd(
        'digits',
        digits.flatMap(({ time, level }) => [time, level]),
        -Infinity,
      ),
    );
    const video = await engine.video(stream);
    if (video !== undefined)
      wrong.push(
        ...odd(
          'video',
          [video.frames, video.frameRate, video.bitRate, video.keyFrames, video.keyFrameInterval, video.packetsPerFrame, video.mostPackets, video.damaged],
          0,
        ),
      );
  }
  for (const call of [-1, ...calls.map((row) => row.call)])
    for (const { start, end, flows, steps, pages } of await engine.faxes(call)) {
      wrong.push(...odd('fax', [end - start, pages, ...flows.flatMap(({ packets, lost, recovered, depthUsed }) => [packets, lost, recovered, depthUsed])], 0));
      wrong.push(
        ...odd(
          'fax step',
          steps.map((step) => step.end - step.time),
          0,
        ),
      );
    }
  return wrong;
}

async function drain(engine: Engine, calls: readonly CallRow[]): Promise<void> {
  const some = calls.map(({ call }) => call);
  for (const format of ['pcap', 'pcapng'] as const)
    for await (const piece of engine.exportPackets({ format, calls: some, streams: [], media: true })) if (piece.length < 0) return;
  const tables = [
    { table: 'calls', query: allCalls } as const,
    { table: 'streams', query: allStreams } as const,
    { table: 'dialogs', query: allDialogs } as const,
    { table: 'registrations', query: allBindings } as const,
  ];
  for (const table of tables) for await (const piece of engine.exportTable(table)) if (piece.length < 0) return;
}

function oddCall(row: CallRow): string[] {
  return [...odd('call', [row.pdd, row.ringTime, row.setupTime, row.talkTime, row.jitter, row.end - row.start], 0), ...odd('call loss', [row.loss], 0, 100)];
}

function oddStream(engine: Engine, row: StreamRow): string[] {
  const { wireshark: w, rfc3550: r } = row;
  const detail = engine.stream(row.stream)!.rfc3550;
  const series = engine.series({ stream: row.stream, profile: 'rfc3550', measures: ['jitter', 'loss', 'bitRate'], buckets: 40 });
  engine.nextStreamProblem(row.stream, -1, 1);
  const rows = engine.streamPackets(row.stream, few).rows;
  return [
    ...odd('stream loss', [r.lostPercent], 0, 100),
    ...odd(
      'stream',
      [
        r.jitter,
        r.maxJitter,
        r.ptime,
        r.lost,
        r.duplicates,
        row.end - row.start,
        detail.payloadBitRate,
        detail.ipBitRate,
        detail.packetRate,
        detail.pdvMax,
        detail.burstRatio,
      ],
      0,
    ),
    ...odd(
      'stream wireshark',
      [w.lost, w.lostPercent, w.minDelta, w.meanDelta, w.maxDelta, w.minJitter, w.meanJitter, w.maxJitter, w.maxSkew, w.clockDrift, w.duration],
      -Infinity,
    ),
    ...odd('series', [...(series?.x ?? [])], -Infinity),
    ...odd(
      'stream packets',
      rows.flatMap(({ delta, jitter, skew, bandwidth }) => [delta, jitter, skew, bandwidth]),
      -Infinity,
    ),
  ];
}

function odd(what: string, values: readonly (number | undefined)[], least: number, most = Infinity): string[] {
  return values.filter((value) => value !== undefined && (!Number.isFinite(value) || value < least || value > most)).map((value) => `${what}: ${value}`);
}

async function oddLegs(engine: Engine, call: number): Promise<string[]> {
  const { members, links } = (await engine.legs(call))!;
  const media = await engine.legMedia(call);
  return [
    ...(members.some(({ row }) => row.call === call) ? [] : [`legs of ${call} without itself`]),
    ...odd('legs', [...members.map(({ depth }) => depth), ...links.map(({ score }) => score)], 0),
    ...odd('gap of legs', [...links.map(({ gap }) => gap), ...media.map(({ delay }) => delay)], -Infinity),
  ];
}
