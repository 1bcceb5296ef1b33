/** Names of numbers in TLS (IANA registries of TLS) beyond those DTLS shares, for people. What is not here is shown as a number. */

const versions: ReadonlyMap<number, string> = new Map([
  [0x300, 'SSL 3.0'],
  [0x301, 'TLS 1.0'],
  [0x302, 'TLS 1.1'],
  [0x303, 'TLS 1.2'],
  [0x304, 'TLS 1.3'],
]);

export function tlsVersionName(version: number): string {
  return versions.get(version) ?? `0x${version.toString(16).padStart(4, '0')}`;
}
