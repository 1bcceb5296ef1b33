/**
 * What can decrypt the open captures: secrets of key logs, whether dropped as files or carried by the captures themselves, and private RSA keys. In
 * memory only, as long as the captures are open; nothing of it is exported. Bounded by limits.secrets.
 */
import { limits } from '../base/limits.ts';
import type { DiagnosticLog } from '../base/diagnostic.ts';
import type { SecretsBlock } from '../capture/capture-facts.ts';
import type { SecretSource } from '../contract/secrets.ts';
import { readKeyLog, type SecretLabel } from '../crypto/key-log.ts';
import { readPrivateKeys, type RsaKey } from '../crypto/rsa-key.ts';

/** A secret, and the source it came from: give the number to noteOpened() when it opened a session. */
export interface Secret {
  readonly octets: Uint8Array;
  readonly source: number;
}

export interface PrivateKey {
  readonly key: RsaKey;
  readonly source: number;
}

type MutableSource = { -readonly [K in keyof SecretSource]: SecretSource[K] };

interface Watched {
  readonly name: string;
  readonly file: number;
  readonly blocks: readonly SecretsBlock[];
  taken: number;
}

export class SecretStore {
  readonly #secrets = new Map<string, Secret>();
  readonly #keys: PrivateKey[] = [];
  readonly #sources: MutableSource[] = [];
  readonly #watched: Watched[] = [];
  #omitted = 0;
  /** what was asked for and not there */
  readonly #wanted = new Set<string>();
  #cameLate = false;
  readonly #diagnostics: DiagnosticLog;

  constructor(diagnostics: DiagnosticLog) {
    this.#diagnostics = diagnostics;
  }

  /** Secrets of a capture's own blocks, also those that are read later. */
  watch(name: string, file: number, blocks: readonly SecretsBlock[]): void {
    this.#watched.push({ name, file, blocks, taken: 0 });
  }

  addKeyLog(name: string, file: number, octets: Uint8Array, from: SecretSource['from'] = 'file'): void {
    const { source, at } = this.#source(name, file, from, 'key-log');
    readKeyLog(octets, 0, octets.length, {
      secret: (label, session, secret) => {
        if (this.#secrets.size >= limits.secrets) return this.#omit(1);
        const key = keyOf(label, session);
        if (!this.#secrets.has(key) && (this.#wanted.size >= limits.secrets || this.#wanted.has(key))) this.#cameLate = true;
        this.#secrets.set(key, { octets: secret, source: at });
        source.secrets++;
      },
      garbage: () => void source.skipped++,
    });
  }

  /** Takes over what another store holds, for captures that are read again; nothing has been opened with it yet. Blocks that it watched are all in it. */
  adopt(other: SecretStore): void {
    other.#take();
    for (const [name, secret] of other.#secrets) this.#secrets.set(name, secret);
    this.#keys.push(...other.#keys);
    this.#sources.push(...other.#sources.map((source) => ({ ...source, opened: 0 })));
    if (other.#omitted > 0) this.#omit(other.#omitted);
  }

  #omit(count: number): void {
    this.#omitted += count;
    for (let n = 0; n < count; n++) this.#diagnostics.report('limit.secrets');
  }

  addPrivateKeys(name: string, file: number, octets: Uint8Array, from: SecretSource['from'] = 'file'): void {
    const { source, at } = this.#source(name, file, from, 'private-key');
    const { keys, problems } = readPrivateKeys(octets);
    for (const key of keys) this.#keys.push({ key, source: at });
    source.secrets += keys.length;
    source.problems = problems;
  }

  /** Something stays closed for want of this secret: should it come later, it comes late. */
  want(label: SecretLabel, session: Uint8Array): void {
    if (this.#wanted.size < limits.secrets) this.#wanted.add(keyOf(label, session));
  }

  /** A secret came after something had been left closed for want of it. */
  get cameLate(): boolean {
    this.#take();
    return this.#cameLate;
  }

  /** Nothing was given and no capture brought anything: what asks need not look further. */
  get isEmpty(): boolean {
    this.#take();
    return this.#secrets.size === 0 && this.#keys.length === 0;
  }

  /** Secrets of key logs, whatever they open. */
  get secretCount(): number {
    this.#take();
    return this.#secrets.size;
  }

  /** @param session the client's random; for 'RSA' eight octets of the encrypted premaster secret, for 'SESSION_ID' the session identifier */
  find(label: SecretLabel, session: Uint8Array): Secret | undefined {
    this.#take();
    return this.#secrets.get(keyOf(label, session));
  }

  get privateKeys(): readonly PrivateKey[] {
    return this.#keys;
  }

  /** A session was opened with a secret or key of this source. */
  noteOpened(source: number): void {
    const one = this.#sources[source];
    if (one !== undefined) one.opened++;
  }

  sources(): readonly SecretSource[] {
    this.#take();
    return this.#sources.map((source) => ({ ...source }));
  }

  #take(): void {
    for (const watched of this.#watched) {
      while (watched.taken < watched.blocks.length) {
        const block = watched.blocks[watched.taken++]!;
        if (block.kind === 'tls') this.addKeyLog(watched.name, watched.file, block.octets, 'capture');
      }
    }
  }

  /** One source for all blocks of a capture. */
  #source(name: string, file: number, from: SecretSource['from'], kind: SecretSource['kind']): { readonly source: MutableSource; readonly at: number } {
    const known = this.#sources.findIndex((source) => from === 'capture' && source.from === from && source.file === file && source.name === name);
    if (known >= 0) return { source: this.#sources[known]!, at: known };
    const source = { name, file, from, kind, secrets: 0, skipped: 0, problems: [], opened: 0 };
    this.#sources.push(source);
    return { source, at: this.#sources.length - 1 };
  }
}

/** Octets as text, one character each: as a key of a map nothing is faster that cannot collide. */
function keyOf(label: string, octets: Uint8Array): string {
  return `${label}:${String.fromCharCode(...octets)}`;
}
