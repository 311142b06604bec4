import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Meter } from '../meter.ts';
import type { Actor } from '../sop/actor.ts';
import type { Context } from '../sop/context.ts';
import type { Refusal } from '../sop/decision.ts';
import type { Pack } from '../sop/pack/schema.ts';
import type { Recorded } from '../sop/recorded.ts';
import type { TicketEvent } from '../sop/ticket/events.ts';
import type { TicketState } from '../sop/ticket/state.ts';
import type { PrismaClient } from '../store/generated/client.ts';

/** One desk at work: everything a use case needs, handed in. */
export type Desk = {
  id: number;
  /** The Slack workspace it is (design: workspace = desk). */
  teamId: string;
  db: PrismaClient;
  clock: Clock;
  /** The law in force, and the SHA-256 of its content that goes on every event. */
  sop: { pack: Pack; hash: string };
  /** How an acknowledgement reaches the customer. */
  customerChannel: 'webhook' | 'hand';
  /** Whether a tool pulls the diagnostic package (T2-4); otherwise agents record where it is. */
  diagnosticsTool: boolean;
  log: Logger;
  meter: Meter;
  /** Tells the sender that the outbox holds something new. */
  outboxChanged(): void;
};

/** Who asks, and by which request: one delivered twice (a retry, a reconnect) acts once. */
export type Request = { actor: Actor; requestKey: string | null };

export type Outcome =
  | { kind: 'done'; ticket: TicketState; events: readonly Recorded<TicketEvent>[] }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unknownTicket'; number: number }
  /** This very request was carried out before: nothing more to do. */
  | { kind: 'repeated' };

export function contextOf(desk: Desk, actor: Actor): Context {
  return { now: desk.clock.now(), actor, pack: desk.sop.pack };
}
