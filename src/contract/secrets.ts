/** What was given to decrypt with, by file. The secrets themselves never leave the worker. */

export interface SecretSource {
  /** of the file; of the capture when the keys were inside it */
  readonly name: string;
  /** number of the file among those given to open() */
  readonly file: number;
  /** 'archive' and 'capture': the file holds more than keys, and cannot be forgotten by itself */
  readonly from: 'file' | 'archive' | 'capture';
  readonly kind: 'key-log' | 'private-key';
  /** lines or keys that can open something */
  readonly secrets: number;
  /** lines that are none */
  readonly skipped: number;
  /** why parts of a key file cannot be used */
  readonly problems: readonly ('encrypted' | 'other-kind' | 'public-only' | 'damaged')[];
  /** sessions that were opened with it */
  readonly opened: number;
}
