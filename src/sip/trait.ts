/**
 * What headers say that only some calls need: each a bit, so that a message carries them all in one number. The scanner sets
 * those a header's value gives (scan-traits.ts), the message intake those that take a body or a URI.
 */
export const Trait = {
  /** Diversion reason (RFC 5806) of the newest diversion */
  diversionBusy: 1,
  diversionNoAnswer: 2,
  diversionUnconditional: 4,
  diversionOther: 8,
  /** cause in a History-Info entry (RFC 7044, RFC 4458): 486 or 600, 408, 302 */
  historyBusy: 16,
  historyNoAnswer: 32,
  historyUnconditional: 64,
  /** Referred-By (RFC 3892) */
  referredBy: 128,
  /** Alert-Info names call waiting (RFC 7462 section 6.1) */
  callWaiting: 256,
  /** Privacy: id (RFC 3325) */
  privacyId: 512,
  /** Geolocation (RFC 6442) */
  geolocation: 1024,
  /** P-Early-Media says that early media flow (RFC 5009) */
  earlyMedia: 2048,
  /** Require: precondition (RFC 3312) */
  precondition: 4096,
  /** Replaces with early-only (RFC 3891) */
  earlyOnly: 8192,
  /** Contact with isfocus (RFC 4579) */
  focus: 16384,
  /** Event: presence, dialog, message-summary, conference (RFC 3856, 4235, 3842, 4575) */
  eventPresence: 32768,
  eventDialog: 65536,
  eventMessageSummary: 131072,
  eventConference: 262144,
  /** Via or Contact say that a WebSocket carries it (RFC 7118) */
  webSocket: 524288,
  /** Subscription-State: terminated (RFC 6665) */
  subscriptionEnded: 1048576,
  /** Refer-Sub: false, so that no NOTIFY follows (RFC 4488) */
  noReferSub: 2097152,
} as const;
