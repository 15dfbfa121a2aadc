/** A finished message on its way to one person. */
export interface Outgoing {
  /** SMTP envelope: `from` may be empty (null reverse-path); exactly one recipient, so that an outbox row is the unit. */
  readonly envelope: { readonly from: string; readonly to: string };
  /** RFC 5322 message, CRLF line ends; sent as it is. */
  readonly raw: Buffer;
  readonly messageId: string;
}

/** Hands messages to a submission server. Retries belong to the caller's durable jobs, never to a notifier. */
export interface Notifier {
  readonly id: string;
  /**
   * Returns once the server has taken responsibility (RFC 5321 §6.1), with its reply.
   *
   * @throws NOTICE_AWAY       not connected, no TLS, or dropped before the message was out: nothing was sent
   * @throws NOTICE_AMBIGUOUS  all was sent and no reply came (RFC 1047): repeat with the same Message-ID
   * @throws NOTICE_DEFERRED   4yz reply
   * @throws NOTICE_REFUSED    5yz reply, or an address that is none
   * @throws NOTICE_DENIED     the account was refused; pause it, do not fail the notice
   */
  send(message: Outgoing): Promise<{ response: string }>;
  close(): Promise<void>;
}
