import { descriptionBlocks } from '../ticket-page.ts';
import { telling } from './notice.ts';
import { messagesOf } from './pieces.ts';

/** The first of the thread: what the customer wrote, whole. */
export const buildDescription = telling(['opened'], ({ payload }) =>
  messagesOf(`T-${payload.number}: what the customer wrote`, descriptionBlocks(payload)),
);
