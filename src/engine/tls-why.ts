/** Why a TLS connection stays closed, in the light of what was given to open it with: a person with keys needs another answer than one without. */
import type { TlsState } from '../contract/tls.ts';
import type { SecretStore } from './secrets.ts';
import type { TlsConnection } from './tls-connection.ts';

/** The state of a connection; where no key was found, why those that were given are none for it. */
export function whyClosed(secrets: SecretStore, { state, suite, resumed }: Pick<TlsConnection, 'state' | 'suite' | 'resumed'>): TlsState {
  if (state !== 'no-key' || secrets.isEmpty) return state;
  const hasPrivate = secrets.privateKeys.length > 0;
  // with RSA key exchange a private key was tried, and did not open what was encrypted to the server's
  if (hasPrivate && suite?.isRsa === true && !resumed) return 'other-private-key';
  if (secrets.secretCount > 0) return 'other-key-log';
  return suite?.isRsa === true ? 'first-handshake' : 'ephemeral';
}
