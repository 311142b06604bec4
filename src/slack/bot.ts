import type { WebClient } from '@slack/web-api';
import type { Desk } from '../desk/desk.ts';
import type { Directory } from './directory.ts';

/** What every listener is given. */
export type Bot = {
  desk: Desk;
  /** For what a person is waiting for: short timeout, no retries, never queued behind background posts. */
  interactive: WebClient;
  directory: Directory;
  botUserId: string;
};
