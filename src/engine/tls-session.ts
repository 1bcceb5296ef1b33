/**
 * Where the keys of one TLS connection come from (engine/secrets.ts): a key log by the client's random, a premaster secret that a private RSA key opens, a
 * session that was opened before and goes on. Remembers opened sessions, bounded by limits.tlsSessions.
 */
import type { DiagnosticLog } from '../base/diagnostic.ts';
import { limits } from '../base/limits.ts';
import { decryptPremaster, hasLengthOf } from '../crypto/rsa-key.ts';
import { extendedMasterSecret, masterSecret } from '../crypto/tls-master.ts';
import { prfHash, tlsVersions } from '../crypto/tls-seal.ts';
import type { TlsSuite } from '../crypto/tls-suite.ts';
import type { SecretLabel } from '../crypto/key-log.ts';
import type { Hello } from '../wire/tls-hello.ts';
import type { Secret, SecretStore } from './secrets.ts';
import type { TryBudget } from './tls-direction.ts';

/** What a handshake of TLS 1.0 to 1.2 showed. */
export interface Handshake {
  readonly version: number;
  readonly suite: TlsSuite;
  readonly client: Hello;
  readonly server: Hello;
  /** from ClientKeyExchange of a handshake with RSA */
  readonly encryptedPremaster: Uint8Array | undefined;
  /** messages from ClientHello to ClientKeyExchange; undefined when they were not all seen */
  readonly transcript: readonly Uint8Array[] | undefined;
}

/** How a key log names a secret. */
export interface SecretName {
  readonly label: SecretLabel;
  readonly session: Uint8Array;
}

/** The lines of a key log that open a connection of TLS 1.0 to 1.2. */
export function secretNames(client: Hello, server: Hello, encryptedPremaster: Uint8Array | undefined): readonly SecretName[] {
  const names: SecretName[] = [
    { label: 'CLIENT_RANDOM', session: client.random },
    { label: 'PMS_CLIENT_RANDOM', session: client.random },
  ];
  if (server.sessionId.length > 0) names.push({ label: 'SESSION_ID', session: server.sessionId });
  if (encryptedPremaster !== undefined && encryptedPremaster.length >= 8) names.push({ label: 'RSA', session: encryptedPremaster.slice(0, 8) });
  return names;
}

/** so many times longer a key is tried that opened something before */
const FITTING_PATIENCE = 8;

export class TlsSessions {
  /** keys that connections keep, so that a record can be opened again */
  keysKept = 0;
  /** records behind lost ones that may still be tried, over all connections */
  readonly tries: TryBudget = { left: limits.tlsRecordTries };
  readonly #store: SecretStore;
  readonly #diagnostics: DiagnosticLog;
  readonly #bySession = new Map<string, Secret>();
  /** private keys that opened a key exchange before, tried first, and how often one opened none */
  readonly #fitting = new Set<SecretStore['privateKeys'][number]>();
  #failed = 0;

  constructor(store: SecretStore, diagnostics: DiagnosticLog) {
    this.#store = store;
    this.#diagnostics = diagnostics;
  }

  get store(): SecretStore {
    return this.#store;
  }

  /** The master secret, or undefined when nothing given leads to it. */
  master(handshake: Handshake): Secret | undefined {
    const store = this.#store;
    const { client, server } = handshake;
    const logged = store.find('CLIENT_RANDOM', client.random);
    if (logged !== undefined) return logged;
    const premaster = store.find('PMS_CLIENT_RANDOM', client.random) ?? this.#premaster(handshake.encryptedPremaster);
    if (premaster !== undefined) return this.#fromPremaster(handshake, premaster);
    const known = server.sessionId.length === 0 ? undefined : (store.find('SESSION_ID', server.sessionId) ?? this.#bySession.get(keyOf(server.sessionId)));
    if (known !== undefined) return known;
    return client.ticket === undefined || client.ticket.length === 0 ? undefined : this.#bySession.get(keyOf(client.ticket));
  }

  /** A session that was opened may go on in another connection under this identifier or ticket. */
  remember(name: Uint8Array, master: Secret): void {
    const key = keyOf(name);
    if (name.length === 0 || this.#bySession.has(key)) return;
    if (this.#bySession.size >= limits.tlsSessions) {
      this.#diagnostics.report('limit.tlsSessions');
      // the oldest is the least likely to go on
      const [oldest] = this.#bySession.keys();
      this.#bySession.delete(oldest!);
    }
    this.#bySession.set(key, master);
  }

  #premaster(encrypted: Uint8Array | undefined): Secret | undefined {
    if (encrypted === undefined || encrypted.length < 8) return undefined;
    const logged = this.#store.find('RSA', encrypted.subarray(0, 8));
    if (logged !== undefined) return logged;
    const untried = this.#store.privateKeys.filter((each) => !this.#fitting.has(each));
    for (const each of [...this.#fitting, ...untried]) {
      if (!hasLengthOf(each.key, encrypted)) continue;
      // a key that opened something before is believed longer: other connections may be another server's
      if (this.#failed >= limits.tlsKeyTries * (this.#fitting.has(each) ? FITTING_PATIENCE : 1)) {
        this.#diagnostics.report('limit.tlsKeyTries');
        return undefined;
      }
      const premaster = decryptPremaster(each.key, encrypted);
      if (premaster === undefined) {
        this.#failed++;
        continue;
      }
      this.#fitting.add(each);
      return { octets: premaster, source: each.source };
    }
    return undefined;
  }

  #fromPremaster({ version, suite, client, server, transcript }: Handshake, premaster: Secret): Secret | undefined {
    const hash = prfHash(version, suite);
    const isBound = client.extendedMasterSecret && server.extendedMasterSecret;
    if (!isBound) return { octets: masterSecret(hash, premaster.octets, client.random, server.random), source: premaster.source };
    return transcript === undefined ? undefined : { octets: extendedMasterSecret(hash, premaster.octets, transcript), source: premaster.source };
  }
}

/** Of a version that is opened here. */
export function isOpenable(version: number): boolean {
  return version >= tlsVersions.tls10 && version <= tlsVersions.tls13;
}

function keyOf(octets: Uint8Array): string {
  return String.fromCharCode(...octets.subarray(0, 1024));
}
