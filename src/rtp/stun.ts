/** STUN (RFC 8489) and the attributes of ICE and TURN: names of what a message on a media port carries, for the inspector. */

export const stunMethods: ReadonlyMap<number, string> = new Map([
  [1, 'Binding'],
  [3, 'Allocate'],
  [4, 'Refresh'],
  [6, 'Send'],
  [7, 'Data'],
  [8, 'CreatePermission'],
  [9, 'ChannelBind'],
]);
export const stunClasses: readonly string[] = ['Request', 'Indication', 'Success Response', 'Error Response'];

/** [name, form] by attribute type; forms decide how inspectStun reads the value. */
export type StunForm = 'octets' | 'text' | 'address' | 'xor-address' | 'number' | 'error' | 'flag';
export const stunAttributes: ReadonlyMap<number, readonly [string, StunForm]> = new Map([
  [0x0001, ['MAPPED-ADDRESS', 'address']],
  [0x0006, ['USERNAME', 'text']],
  [0x0008, ['MESSAGE-INTEGRITY', 'octets']],
  [0x0009, ['ERROR-CODE', 'error']],
  [0x000a, ['UNKNOWN-ATTRIBUTES', 'octets']],
  [0x000c, ['CHANNEL-NUMBER', 'number']],
  [0x000d, ['LIFETIME', 'number']],
  [0x0012, ['XOR-PEER-ADDRESS', 'xor-address']],
  [0x0013, ['DATA', 'octets']],
  [0x0014, ['REALM', 'text']],
  [0x0015, ['NONCE', 'text']],
  [0x0016, ['XOR-RELAYED-ADDRESS', 'xor-address']],
  [0x0017, ['REQUESTED-ADDRESS-FAMILY', 'octets']],
  [0x0018, ['EVEN-PORT', 'octets']],
  [0x0019, ['REQUESTED-TRANSPORT', 'octets']],
  [0x001a, ['DONT-FRAGMENT', 'flag']],
  [0x001c, ['MESSAGE-INTEGRITY-SHA256', 'octets']],
  [0x0020, ['XOR-MAPPED-ADDRESS', 'xor-address']],
  [0x0022, ['RESERVATION-TOKEN', 'octets']],
  [0x0024, ['PRIORITY', 'number']],
  [0x0025, ['USE-CANDIDATE', 'flag']],
  [0x8022, ['SOFTWARE', 'text']],
  [0x8023, ['ALTERNATE-SERVER', 'address']],
  [0x8028, ['FINGERPRINT', 'octets']],
  [0x8029, ['ICE-CONTROLLED', 'octets']],
  [0x802a, ['ICE-CONTROLLING', 'octets']],
  [0x802b, ['RESPONSE-ORIGIN', 'address']],
  [0x802c, ['OTHER-ADDRESS', 'address']],
  [0xc057, ['NETWORK-COST', 'octets']],
]);

/** The method of a message type: its 12 bits lie around the two class bits (RFC 8489 section 5). */
export function stunMethod(type: number): number {
  return (type & 0x000f) | ((type & 0x00e0) >> 1) | ((type & 0x3e00) >> 2);
}

/** 0 request, 1 indication, 2 success, 3 error. */
export function stunClass(type: number): number {
  return ((type & 0x0010) >> 4) | ((type & 0x0100) >> 7);
}
