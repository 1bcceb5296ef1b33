import { expect, test } from 'vitest';
import type { DecodeRule } from '../contract/decode-as.ts';
import type { OpenFailure, Opened, Overview, Progress } from '../contract/overview.ts';
import type { KeyAnswer, TypedKey } from '../contract/seal.ts';
import { WorkerEnded, type CaptureClient } from './client.ts';
import { Session } from './session.ts';

/** A client whose worker is played by the test. */
class Played {
  readonly queries: { overview: () => Promise<Overview>; giveKey: (key: TypedKey) => Promise<KeyAnswer> };
  readonly exports = {};
  ended: WorkerEnded | undefined;
  cancelled = false;
  progress: (progress: Progress) => void = () => {};
  resolve: (result: Opened | OpenFailure) => void = () => {};
  reject: (problem: unknown) => void = () => {};
  crash: (problem: WorkerEnded) => void = () => {};
  fingerprint: string;

  constructor(fingerprint: string) {
    this.fingerprint = fingerprint;
    this.queries = {
      giveKey: ({ text }) => Promise.resolve(text === 'fits' ? 'opened' : 'fitsNothing'),
      overview: () =>
        Promise.resolve({
          captures: [{ name: 'a.pcap', fingerprint: this.fingerprint }],
          counts: { calls: 1 },
          revision: 7,
          progress: reading(1),
        } as unknown as Overview),
    };
  }

  decodeAs: readonly DecodeRule[] = [];
  typedKeys: readonly TypedKey[] = [];

  open(
    _: readonly File[],
    decodeAs: readonly DecodeRule[],
    progress: (progress: Progress) => void,
    __: unknown,
    typedKeys: readonly TypedKey[],
  ): Promise<Opened | OpenFailure> {
    this.decodeAs = decodeAs;
    this.typedKeys = typedKeys;
    this.progress = progress;
    return new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
  }

  cancel(): Promise<void> {
    this.cancelled = true;
    return Promise.resolve();
  }

  onCrash(listener: (problem: WorkerEnded) => void): () => void {
    this.crash = listener;
    return () => {};
  }

  dispose(): void {
    this.ended = new WorkerEnded('closed', '');
  }
}

const reading = (packets: number): Progress => ({ read: 1, size: 2, packets, calls: 0, revision: 1, analysed: 0, phase: 'reading' });
const opened: Opened = { opens: true, captures: [], packets: 3, refused: [], cancelled: false };
const pdf: OpenFailure = { opens: false, reason: 'not-a-capture', message: 'PDF document', at: 0, name: 'x.pdf' };
const file = new File(['x'], 'a.pcap');
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

function played(hash = '', prints = ['aaaa', 'bbbb', 'cccc']): { session: Session; clients: Played[] } {
  const clients: Played[] = [];
  const session = new Session(hash, () => {
    const client = new Played(prints[clients.length] ?? 'dddd');
    clients.push(client);
    return client as unknown as CaptureClient;
  });
  return { session, clients };
}

test('opening shows rows while reading and ends at the calls', async () => {
  const { session, clients } = played();
  const result = session.open([file]);
  expect(session.state.value.status).toBe('opening');
  expect(session.isOpen).toBe(false);
  clients[0]?.progress(reading(5));
  await settle();
  expect(session.isOpen).toBe(true);
  expect(session.route.value).toEqual({ view: 'calls', fingerprint: 'aaaa' });
  clients[0]?.resolve(opened);
  expect(await result).toBe(opened);
  expect(await session.ready()).toBe(opened);
  expect(session.state.value).toEqual({ status: 'open', cancelled: false });
});

test('a broken file dropped over a good capture loses nothing', async () => {
  const { session, clients } = played();
  void session.open([file]);
  clients[0]?.resolve(opened);
  await settle();
  void session.open([new File(['%PDF'], 'x.pdf')]);
  clients[1]?.resolve(pdf);
  await settle();
  expect(session.state.value).toEqual({ status: 'failed', failure: pdf });
  expect(clients[0]?.ended).toBeUndefined();
  expect(clients[1]?.ended?.reason).toBe('closed');
  session.acknowledge();
  expect(session.state.value.status).toBe('open');
  expect(session.files).toEqual([file]);
});

test('the newest of two drops wins, and the older worker is ended', async () => {
  const { session, clients } = played();
  void session.open([file]);
  void session.open([file]);
  expect(clients[0]?.ended?.reason).toBe('closed');
  clients[1]?.progress(reading(1));
  clients[0]?.progress(reading(9));
  clients[1]?.resolve(opened);
  await settle();
  expect(session.overview.value?.captures[0]?.fingerprint).toBe('bbbb');
});

test('another capture drops the filter, an added file keeps it', async () => {
  const { session, clients } = played();
  void session.open([file]);
  clients[0]?.resolve(opened);
  await settle();
  session.navigate({ view: 'calls', text: 'bob' });
  void session.open([file], 'add');
  clients[1]?.resolve(opened);
  await settle();
  expect(session.route.value.text).toBe('bob');
  expect(session.files.length).toBe(2);
  void session.open([file]);
  clients[2]?.resolve(opened);
  await settle();
  expect(session.route.value).toEqual({ view: 'calls', fingerprint: 'cccc' });
});

test('a link finds its place in its capture and says so in another', async () => {
  const right = played('#/calls?q=bob&of=aaaa');
  expect(right.session.linkFit.value).toBe('waiting');
  void right.session.open([file]);
  right.clients[0]?.resolve(opened);
  await settle();
  expect(right.session.linkFit.value).toBe('fits');
  expect(right.session.route.value.text).toBe('bob');
  const wrong = played('#/calls?q=bob&of=ffff');
  void wrong.session.open([file]);
  wrong.clients[0]?.resolve(opened);
  await settle();
  expect(wrong.session.linkFit.value).toBe('other');
  void wrong.session.open([file]);
  wrong.clients[1]?.resolve(opened);
  await settle();
  expect(wrong.session.linkFit.value).toBe('none');
});

test('captures that are read again keep the place, and what pages remember of the first reading is forgotten', async () => {
  const { session, clients } = played('#/streams?text=bob');
  void session.open([file]);
  clients[0]?.progress(reading(5));
  await settle();
  session.navigate({ view: 'packets', frame: 3 });
  const { generation } = session;
  clients[0]?.progress({ ...reading(0), again: true });
  clients[0]?.progress({ ...reading(5), again: true });
  await settle();
  expect(session.generation).toBe(generation + 1);
  expect(session.route.value).toMatchObject({ view: 'packets', frame: 3 });
  expect(session.progress.again).toBe(true);
});

test('another capture that is read again before anybody has looked at it does not open at the place of the one before', async () => {
  const { session, clients } = played();
  void session.open([file]);
  clients[0]?.resolve(opened);
  await settle();
  session.navigate({ view: 'calls', text: 'bob' });
  void session.open([file]);
  clients[1]?.progress(reading(5));
  clients[1]?.progress({ ...reading(0), again: true });
  clients[1]?.resolve(opened);
  await settle();
  expect(session.route.value).toEqual({ view: 'calls', fingerprint: 'bbbb' });
});

test('keys typed by hand go along as long as the same captures are open, and no longer', async () => {
  const { session, clients } = played();
  const key = (text: string): TypedKey => ({ callId: 'a', stream: undefined, suite: 'AES_CM_128_HMAC_SHA1_80', text });
  const given = async (act: () => unknown): Promise<readonly string[]> => {
    void act();
    const client = clients.at(-1)!;
    const { typedKeys } = client;
    client.progress(reading(5));
    client.resolve(opened);
    await settle();
    return typedKeys.map(({ text }) => text);
  };
  expect(await given(() => session.open([file]))).toEqual([]);
  expect(await session.giveKey(key('none'))).toBe('fitsNothing');
  expect(await session.giveKey(key('fits'))).toBe('opened');
  expect(await given(() => session.setDecode([{ as: 'rtp', port: 4000, payloadTypes: [] }]))).toEqual(['fits']);
  expect(await given(() => session.open([file], 'add'))).toEqual(['fits']);
  expect(await given(() => session.forget(1))).toEqual(['fits']);
  expect(await given(() => session.reopen())).toEqual(['fits']);
  // keys alone are no other capture
  void session.open([file]);
  clients.at(-1)!.resolve({ ...pdf, reason: 'keys-alone' });
  await settle();
  expect(await given(() => undefined)).toEqual(['fits']);
  expect(await given(() => session.open([file]))).toEqual([]);
  expect(await given(() => session.reopen())).toEqual([]);
  expect(session.route.value).not.toMatchObject({ text: 'fits' });
});

test('a dead worker is told, and the same files open again', async () => {
  const { session, clients } = played();
  void session.open([file]);
  clients[0]?.progress(reading(5));
  await settle();
  const dead = new WorkerEnded('failed', 'out of memory');
  clients[0]?.crash(dead);
  clients[0]?.reject(dead);
  await settle();
  expect(session.state.value).toEqual({ status: 'crashed', reason: 'failed', detail: 'out of memory' });
  void session.reopen();
  clients[1]?.resolve(opened);
  await settle();
  expect(session.state.value.status).toBe('open');
});

test('cancel asks the worker and keeps what was read', async () => {
  const { session, clients } = played();
  void session.open([file]);
  await session.cancel();
  expect(clients[0]?.cancelled).toBe(true);
  clients[0]?.resolve({ ...opened, cancelled: true });
  await settle();
  expect(session.state.value).toEqual({ status: 'open', cancelled: true });
});

test('questions to nothing are refused, never pending', async () => {
  const { session } = played();
  await expect(session.queries.overview()).rejects.toBeInstanceOf(WorkerEnded);
  expect(session.progress.packets).toBe(0);
});

test('what was said about datagrams opens the files anew, stands in the link, and is taken back by Back', async () => {
  const { session, clients } = played();
  void session.open([file]);
  clients[0]?.progress(reading(5));
  await settle();
  const rule: DecodeRule = { as: 'rtp', port: 4000, payloadTypes: [] };
  session.setDecode([rule]);
  expect(clients).toHaveLength(2);
  expect(clients[1]?.decodeAs).toEqual([rule]);
  expect(session.route.value.decode).toEqual([rule]);
  session.navigate({ view: 'streams' });
  expect(session.route.value.decode).toEqual([rule]);
  clients[1]?.progress(reading(5));
  await settle();
  session.followHash('#/streams');
  expect(clients).toHaveLength(3);
  expect(clients[2]?.decodeAs).toEqual([]);
  clients[2]?.progress(reading(5));
  await settle();
  session.setDecode([rule]);
  clients[3]?.progress(reading(5));
  await settle();
  void session.open([new File(['y'], 'b.pcap')]);
  expect(clients[4]?.decodeAs).toEqual([]);
});

test('a link brings its rules to the first capture that is opened', () => {
  const { session, clients } = played('#/streams?decode=rtp@10.0.0.1:4000/97.AMR.8000');
  void session.open([file]);
  expect(clients[0]?.decodeAs).toEqual([{ as: 'rtp', address: '10.0.0.1', port: 4000, payloadTypes: [{ payloadType: 97, name: 'AMR', clockRate: 8000 }] }]);
});

test('keys dropped onto an open capture are opened with it, and the place and the decode rules stay', async () => {
  const { session, clients } = played();
  const first = session.open([file]);
  clients[0]!.resolve(opened);
  await first;
  session.navigate({ view: 'packets' });
  const keys = new File(['CLIENT_RANDOM'], 'keys.log');
  const second = session.open([keys]);
  clients[1]!.resolve({ opens: false, reason: 'keys-alone', message: 'TLS key log', at: -1, name: 'keys.log' });
  await settle();
  expect([clients.length, clients[1]!.ended?.reason, session.state.value.status]).toEqual([3, 'closed', 'opening']);
  clients[2]!.resolve(opened);
  expect(await second).toBe(opened);
  expect([session.files, session.route.value.view, clients[0]!.ended?.reason]).toEqual([[file, keys], 'packets', 'closed']);
});

test('keys alone on an empty page are refused', async () => {
  const { session, clients } = played();
  const result = session.open([file]);
  clients[0]!.resolve({ opens: false, reason: 'keys-alone', message: 'TLS key log', at: -1, name: 'keys.log' });
  await result;
  expect([clients.length, session.state.value.status]).toEqual([1, 'failed']);
});
