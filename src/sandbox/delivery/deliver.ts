import type { Rec } from '../json.ts';

export type EnvelopeType = 'slash_commands' | 'interactive' | 'events_api';

/** What the app answered within the deadline, or why Slack holds the delivery for failed. */
export type Ack =
  | { acked: true; payload: Rec | undefined }
  | { acked: false; reason: 'operation_timeout' | 'dispatch_failed' | 'http_error' };

export type Deliver = (type: EnvelopeType, payload: Rec) => Promise<Ack>;
