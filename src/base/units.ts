/**
 * The units of this house, as soft brands: a plain number is accepted where a unit is asked for, but a reader sees
 * which unit it is. Absent is -1 in a column and undefined in an object.
 */

/** Whole nanoseconds since the first packet of the time line. Exact in a Float64 for 104 days; may be negative. */
export type Nanoseconds = number & { readonly unit?: 'nanoseconds' };
/** Milliseconds, a double. */
export type Milliseconds = number & { readonly unit?: 'milliseconds' };
/** A packet's row in the packet table, from 0, in time-line order over all open captures. */
export type PacketIndex = number & { readonly unit?: 'packet index' };
/** A packet's number within its own capture, from 1, as Wireshark counts. */
export type FrameNumber = number & { readonly unit?: 'frame number' };
/** A row of the SIP message table, from 0. */
export type MessageIndex = number & { readonly unit?: 'message index' };
/** A row of the call table (one per Call-ID), from 0. */
export type CallIndex = number & { readonly unit?: 'call index' };
/** A row of the RTP stream table, from 0, oldest first. */
export type StreamIndex = number & { readonly unit?: 'stream index' };
/** An address as one unsigned 32-bit word; see net/address.ts. */
export type AddressId = number & { readonly unit?: 'address id' };
