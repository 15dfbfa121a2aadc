/** Sizes and waits both ends of the bridge socket agree on. Whoever passes one is not one of us and is cut off. */

/** Raised whenever a message changes shape; daemon and bridge are updated together. */
export const PROTOCOL_VERSION = 2;

/** One JSON message. The longest, a batch end with its failure, has about 600 bytes. */
export const MAX_JSON_BYTES = 64 * 1024;
/** One attachment: a label of 4 x 8 inches at 600 dpi is 1.4 MB. Pages never cross the socket. */
export const MAX_ATTACHMENT_BYTES = 4 * 1024 * 1024;
/** What may wait for an end that does not read. Past it the connection is dropped; everything unacknowledged is told again. */
export const MAX_UNREAD_BYTES = 8 * 1024 * 1024;
export const MAX_CONNECTIONS = 4;
export const HELLO_DEADLINE_MS = 5_000;

export const MAX_LABEL_DOTS = 8_192;
/** A full QR code of digits holds 7,089 (ISO/IEC 18004, version 40-L). */
export const MAX_CODE_CHARACTERS = 8_192;
export const MAX_PAGE_BYTES = 64 * 1024 * 1024;
