import type { Role, UserId } from './actor.ts';

/** The channels a desk has, by what they are for; a manager says which Slack channel each one is. */
export const channelRoles = ['tickets', 'shift', 'leads', 'stakeholders'] as const;
export type ChannelRole = (typeof channelRoles)[number];

/** Where a notice goes: a desk's channel, the ticket's thread, one person, or the customer. */
export type Destination =
  | { to: 'channel'; role: ChannelRole }
  | { to: 'thread' }
  /** A Slack channel by its id, where it is not one of the desk's own. */
  | { to: 'conversation'; id: string }
  | { to: 'person'; id: UserId }
  /** Everybody who holds the role; where nobody does, those of the next role above. */
  | { to: 'role'; role: Role }
  /** Every channel, thread and person that was told anything of the ticket before (SEC-2). */
  | { to: 'wherePosted' }
  | { to: 'customer' }
  /** The diagnostics tool (T2-4). */
  | { to: 'diagnostics' };

/**
 * In the order they are sent where several wait for one channel. `digest`: may be told together with others of its
 * kind (`digest.ts`). `quiet`: a surface that is brought up to date once nothing else is to be said.
 */
export type Urgency = 'urgent' | 'normal' | 'digest' | 'quiet';

/**
 * Something to be told, not yet in anybody's words: it is rendered when it is sent, from the record.
 * With a `surface` it is one message kept up to date in place, of which only the latest state is worth sending.
 */
export type Notice<Kind extends string> = {
  kind: Kind;
  destination: Destination;
  urgency: Urgency;
  surface: string | null;
};
