import type { Rec } from './json.ts';

export type PersonKind = 'member' | 'guest' | 'single_channel_guest' | 'stranger' | 'bot' | 'deactivated';

export type User = {
  id: string;
  name: string;
  realName: string;
  kind: PersonKind;
  admin: boolean;
  /** People from elsewhere (Slack Connect) belong to another workspace. */
  teamId: string;
  timeZone: string;
};

export type Channel = {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im';
  members: Set<string>;
  archived: boolean;
  createdAt: number;
};

export type UserGroup = { id: string; handle: string; name: string; members: string[] };

export type Metadata = { event_type: string; event_payload: Rec };

export type StoredMessage = {
  /** Slack's message id inside its channel; ephemeral messages have one too. */
  ts: string;
  channelId: string;
  userId: string;
  fromBot: boolean;
  text: string;
  blocks: Rec[];
  threadTs: string | undefined;
  metadata: Metadata | undefined;
  editedTs: string | undefined;
  /** Set when only this user sees it. */
  onlyFor: string | undefined;
  /** A note from Slack itself (a failed command), not from the bot. */
  fromSlack: boolean;
  reactions: string[];
  /** What was chosen in the message's menus, as Slack keeps it: block id, action id, value. */
  state: Record<string, Record<string, Rec>>;
};

/** A view as sent by the app, plus what Slack adds and what its user has typed so far. */
export type StoredView = {
  id: string;
  userId: string;
  type: 'modal' | 'home';
  body: Rec;
  blocks: Rec[];
  hash: string;
  rootViewId: string;
  previousViewId: string | null;
  values: Record<string, Record<string, Rec>>;
  /** Errors shown under fields, by block id. */
  errors: Record<string, string>;
  /** Trouble Slack shows at the top of the form when the app didn't answer properly. */
  trouble: string | undefined;
};

export type Call = {
  method: string;
  /** As sent, without tokens. */
  args: Rec;
  /** Milliseconds since the epoch, by the workspace's clock. */
  at: number;
  /** `ok`, or the error's code. */
  outcome: string;
  /** Things Slack accepts but a careful app avoids (blocks without text, unknown arguments). */
  warnings: string[];
  response: Rec;
};

export type Change =
  | { type: 'message'; what: 'posted' | 'edited' | 'deleted'; message: StoredMessage }
  | {
      type: 'view';
      what: 'opened' | 'updated' | 'pushed' | 'closed' | 'errors' | 'trouble';
      view: StoredView;
    }
  | { type: 'submitted'; view: StoredView }
  | { type: 'interaction'; userId: string; what: string; outcome: 'acked' | 'failed'; reason?: string }
  | {
      type: 'pressed';
      userId: string;
      label: string;
      channelId: string | undefined;
      threadTs: string | undefined;
    }
  | { type: 'command'; userId: string; channelId: string; text: string }
  | { type: 'channel'; channel: Channel; what: string }
  | { type: 'user'; user: User }
  | { type: 'connection'; count: number };
