/**
 * Archives: the captures in a ZIP or tar open as one set, as if they had been dropped; compressed archives and archives in
 * archives too; what is no capture is named; locked, damaged, endless and deep ones are told, and keep what stood before.
 */
import { readFileSync } from 'node:fs';
import { join as joinPath, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { OpenFailure } from '../src/contract/overview.ts';
import { type TarMember, writeTar, writeZip, type ZipMember } from './forge/archives.ts';
import { octetsOf } from './forge/octets.ts';
import { found, openFiles } from './open-file-octets.ts';
import { listTar } from '../src/unpack/tar.ts';
import { listZip } from '../src/unpack/zip.ts';
import { openFiles as openBlobs } from '../src/worker/open-files.ts';
import { createRandom } from './forge/random.ts';

const root = resolve(import.meta.dirname, '..');
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(joinPath(root, name)));
const [one, two] = [read('public/samples/wrong-password.pcap'), read('public/samples/no-answer.pcapng')];
const notes = octetsOf('what happened\n');
const keys = octetsOf(`CLIENT_RANDOM ${'ab'.repeat(32)} ${'cd'.repeat(48)}\n`);
const members = [
  { name: 'day/one.pcap', octets: one },
  { name: 'notes.txt', octets: notes },
  { name: 'two.pcapng', octets: two },
];

const noise = (length: number, seed: number): Uint8Array => {
  const random = createRandom(seed + 1);
  return Uint8Array.from({ length }, () => random.below(256));
};

const open = async (name: string, octets: Uint8Array) => {
  const { engine, result } = await openFiles([{ name, octets }]);
  const captures = result.opens ? result.captures.map((capture) => [capture.name, capture.archive, capture.packets]) : [];
  const refused = (result.opens ? result.refused : [result]).map((failure: OpenFailure) => [failure.name, failure.reason]);
  return { engine, result, captures, refused };
};

const both = openFiles([
  { name: 'one', octets: one },
  { name: 'two', octets: two },
]).then(({ engine }) => found(engine));

const zips: readonly (readonly [string, readonly ZipMember[]])[] = [
  ['deflated', members],
  ['stored', members.map((member) => ({ ...member, method: 0 }))],
  ['streamed', members.map((member) => ({ ...member, streamed: true }))],
  ['of 64 bits', members.map((member) => ({ ...member, wide: true }))],
  ['with zstd inside', [{ name: 'day/one.pcap', octets: one, method: 93, packed: read('test/packed/plain.zst') }, ...members.slice(1)]],
];
const tars: readonly (readonly [string, readonly TarMember[]])[] = [
  ['ustar', members],
  ['GNU', members.map((member) => ({ ...member, name: member.name.padStart(120, 'x'), long: 'gnu' as const }))],
  ['pax', members.map((member) => ({ ...member, name: member.name.padStart(120, 'x'), long: 'pax' as const }))],
];

describe('the captures of an archive are one set', () => {
  const check = async (octets: Uint8Array): Promise<void> => {
    const { engine, captures, refused } = await open('bundle', octets);
    expect(captures.map(([name, archive, packets]) => [String(name).replace(/^x+/, ''), archive, packets])).toEqual([
      ['day/one.pcap', 'bundle', 32],
      ['two.pcapng', 'bundle', 11],
    ]);
    expect(refused.map(([name, reason]) => [name!.replace(/^x+/, ''), reason])).toEqual([['notes.txt', 'not-a-capture']]);
    expect(await found(engine)).toEqual(await both);
  };
  test.each(zips)('ZIP, %s', (_name, list) => check(writeZip(list)));
  test.each(tars)('tar, %s', (_name, list) => check(writeTar(list)));
  test('tar in gzip, and in a ZIP with it stored', async () => {
    await check(new Uint8Array(gzipSync(writeTar(members))));
    const { captures } = await open('outer', writeZip([{ name: 'bundle.tar.gz', octets: new Uint8Array(gzipSync(writeTar(members))), method: 0 }]));
    expect(captures).toEqual([
      ['day/one.pcap', 'outer: bundle.tar.gz', 32],
      ['two.pcapng', 'outer: bundle.tar.gz', 11],
    ]);
  });
  test('gzip in gzip, and a compressed capture within', async () => {
    expect((await open('twice', new Uint8Array(gzipSync(gzipSync(one))))).captures).toEqual([['twice', undefined, 32]]);
    const { result } = await open('bundle', writeTar([{ name: 'one.pcap.xz', octets: read('test/packed/plain.xz') }]));
    expect(result.opens && result.captures[0]).toMatchObject({ compression: 'xz', archive: 'bundle', packets: 32 });
  });
});

test('keys in an archive are keys', async () => {
  const { engine, captures, refused } = await open('bundle', writeZip([...members, { name: 'session.keylog', octets: keys }]));
  expect([captures.length, refused.length]).toEqual([2, 1]);
  expect(engine.overview().secrets).toMatchObject([{ name: 'session.keylog', file: 0 }]);
});

describe('what cannot be opened is told, and the rest opens', () => {
  const locked = { name: 'locked.pcap', octets: one, flags: 1 };
  test('a member locked with a password, and one packed in another way', async () => {
    const { captures, refused } = await open('bundle', writeZip([locked, { name: 'odd.pcap', octets: one, method: 98 }, ...members]));
    expect(captures.length).toBe(2);
    expect(refused.slice(0, 2)).toEqual([
      ['locked.pcap', 'locked'],
      ['odd.pcap', 'unsupported-compression'],
    ]);
  });
  test('nothing but locked members, or text', async () => {
    expect((await open('bundle', writeZip([locked]))).result).toMatchObject({ reason: 'locked', name: 'locked.pcap', archive: 'bundle' });
    expect((await open('bundle', writeZip([{ name: 'notes.txt', octets: notes }]))).result).toMatchObject({
      reason: 'archive-without-capture',
      message: 'notes.txt (text without a whole SIP message or hex dump)',
      name: 'bundle',
    });
    expect((await open('bundle', writeZip([]))).refused).toEqual([['bundle', 'empty-file']]);
  });
  test('a ZIP cut before its directory, and a cut tar', async () => {
    const zip = writeZip(members.map((member) => ({ ...member, method: 0 })));
    const cut = await open('bundle', zip.subarray(0, 22_500));
    expect(cut.captures).toEqual([
      ['day/one.pcap', 'bundle', 32],
      ['two.pcapng', 'bundle', 2],
    ]);
    expect(cut.refused).toContainEqual(['bundle', 'archive-damaged']);
    const tar = await open('bundle', writeTar(members).subarray(0, 10_000));
    expect([tar.captures.length, tar.refused]).toEqual([1, [['bundle', 'archive-damaged']]]);
  });
  test('a member whose check value does not fit is read, and said', async () => {
    const zip = writeZip([{ ...members[0]!, octets: one }]);
    const at = zip.length - 22 - 46 - 'day/one.pcap'.length + 16;
    zip[at]! ^= 1;
    const { engine, captures } = await open('bundle', zip);
    expect(captures).toEqual([['day/one.pcap', 'bundle', 32]]);
    expect(engine.diagnostics().map(({ code }) => code)).toContain('unpack.checksum');
  });
  test('more members than are taken, and archives within archives without end', async () => {
    const many = writeTar(Array.from({ length: 2100 }, (_, i) => ({ name: `${i}`, octets: i === 5 ? two : notes.subarray(0, 0) })));
    const { captures, refused } = await open('many', many);
    expect(captures.length).toBe(1);
    expect([refused.length, refused.at(-1)]).toEqual([2000, ['many', 'archive-members']]);
    let deep = writeZip([{ name: 'a.pcap', octets: one }]);
    for (let i = 0; i < 6; i++) deep = writeZip([{ name: `${i}.zip`, octets: deep, method: i % 2 === 0 ? 0 : 8 }]);
    expect((await open('deep', deep)).result).toMatchObject({ reason: 'archive-depth' });
  });
  test('bombs: a member, and a compressed archive, end at the ratio', async () => {
    const zeros = new Uint8Array(72_000_000);
    zeros.set(one.subarray(0, 24));
    const { result } = await open('bundle', writeZip([{ name: 'bomb.pcap', octets: zeros }]));
    expect(result.opens && result.captures[0]).toMatchObject({ truncated: true });
    const tar = new Uint8Array(72_000_000);
    tar.set(writeTar([{ name: 'one.pcap', octets: one }]).subarray(0, -1024));
    const packed = await open('bundle', new Uint8Array(gzipSync(tar)));
    expect(packed.captures).toEqual([['one.pcap', 'bundle', 32]]);
    expect(packed.refused).toContainEqual(['bundle', 'decompress-limit']);
  });
  test('members that lie upon each other: the first opens, the others are named', async () => {
    const zip = writeZip([...members, ...['a.pcap', 'b.pcap', 'c.pcap'].map((name) => ({ name, octets: one, again: true }))]);
    const { captures, refused } = await open('bundle', zip);
    expect(captures.map(([name]) => name)).toEqual(['day/one.pcap', 'two.pcapng']);
    expect(refused.filter(([, reason]) => reason === 'archive-overlap').map(([name]) => name)).toEqual(['a.pcap', 'b.pcap', 'c.pcap']);
    const stored = writeZip([members[0]!, { ...members[0]!, name: 'again.pcap', again: true }].map((member) => ({ ...member, method: 0 })));
    expect((await open('bundle', stored)).refused).toEqual([['again.pcap', 'archive-overlap']]);
  });
  test('a member that is not where the directory says leaves the others alone', async () => {
    const zip = writeZip([...members, { name: 'gone.pcap', octets: new Uint8Array(40_000).map((_, i) => (i * i) >> 3), method: 0 }]);
    const local =
      zip.length - 22 - [...members.map(({ name }) => name), 'gone.pcap'].reduce((sum, name) => sum + 46 + name.length, 0) - 40_000 - 30 - 'gone.pcap'.length;
    expect([...zip.subarray(local, local + 4)]).toEqual([0x50, 0x4b, 3, 4]);
    zip[local] = 0;
    const { captures, refused } = await open('bundle', zip);
    expect(captures.map(([name]) => name)).toEqual(['day/one.pcap', 'two.pcapng']);
    expect(refused.map(([name]) => name)).not.toContain('two.pcapng');
  });
  test('a bomb of many members, none of them one alone: the ratio holds over all', async () => {
    const bombs = ['a', 'b', 'c', 'd'].map((name, i) => {
      const octets = new Uint8Array(30_000_000);
      octets.set(one.subarray(0, 24));
      octets[1000 + i] = 1;
      return { name: `${name}.pcap`, octets };
    });
    const { result, engine } = await open('bundle', writeZip(bombs));
    const cut = result.opens ? result.captures.filter(({ truncated }) => truncated) : [];
    expect(cut.length).toBeGreaterThan(1);
    expect(engine.diagnostics().map(({ code }) => code)).toContain('limit.decompressionRatio');
  });
  test('what is no file is counted as what it is', async () => {
    const empty = new Uint8Array(0);
    const others = [
      { name: 'day/', octets: empty, type: '5' },
      { name: 'link', octets: empty, type: '2' },
      { name: 'twin', octets: empty, type: '1' },
      { name: 'other', octets: empty, type: 'Q' },
      { name: 'old/', octets: empty },
    ];
    const tar = await open('bundle', writeTar([...others, ...members]));
    expect(tar.captures.length).toBe(2);
    const said = (result: typeof tar.result) => (result.opens ? result.refused : [result]).find(({ reason }) => reason === 'archive-others')?.message;
    expect(said(tar.result)).toBe('folder × 2, symbolic link × 1, hard link × 1, entry of an unknown type × 1');
    expect(said((await open('bundle', writeZip([{ name: 'day/', octets: empty, method: 0 }, ...members]))).result)).toBe('folder × 1');
    expect((await open('bundle', writeTar([others[0]!, { name: 'notes.txt', octets: notes }]))).result).toMatchObject({ reason: 'archive-without-capture' });
  });
  test('a cancel while an archive is listed ends the listing', async () => {
    const folder = { name: 'd/', octets: new Uint8Array(0) };
    for (const octets of [
      writeTar(Array.from({ length: 3000 }, () => ({ ...folder, type: '5' }))),
      writeZip(Array.from({ length: 3000 }, () => ({ ...folder, method: 0 }))),
    ]) {
      const signal = { aborted: false };
      let reads = 0;
      const read = (at: number, length: number): Promise<Uint8Array> => {
        reads++;
        signal.aborted = reads >= 5;
        return Promise.resolve(octets.slice(at, at + length));
      };
      await (octets[0] === 0x50 ? listZip : listTar)(read, octets.length, { most: 2000, signal });
      expect(reads).toBeLessThan(8);
    }
  });
  test('a cancel while an archive is unpacked keeps what came out', async () => {
    const tar = writeTar([{ name: 'one.pcap', octets: one }, ...Array.from({ length: 6 }, (_, i) => ({ name: `${i}`, octets: noise(1_000_000, i) }))]);
    const signal = { aborted: false };
    const told: number[] = [];
    const onProgress = (unpacked: number): void => {
      told.push(unpacked);
      signal.aborted = true;
    };
    const inputs = await openBlobs([Object.assign(new Blob([new Uint8Array(gzipSync(tar))]), { name: 'bundle' })], {
      signal,
      onProgress,
      pause: () => Promise.resolve(),
    });
    expect([told.length, inputs.length < 6]).toEqual([1, true]);
  });
  test('every cut and many damages: never a throw', async () => {
    const zip = writeZip(members);
    const tar = writeTar(members);
    for (let i = 0; i < 40; i++) {
      for (const archive of [zip, tar]) {
        const at = Math.floor((archive.length * i) / 40);
        expect(typeof (await open('x', archive.subarray(0, at))).result.opens).toBe('boolean');
        expect(
          typeof (
            await open(
              'x',
              archive.map((octet, p) => (p === archive.length - 1 - at ? octet ^ 0x41 : octet)),
            )
          ).result.opens,
        ).toBe('boolean');
      }
    }
  });
});
