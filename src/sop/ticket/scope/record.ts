import { stopClock } from '../../sla-clock.ts';
import type { Changes, Telling, Words } from '../chapter.ts';
import type { ScopePayloads } from './events.ts';

export const scopeNoticeKinds = [] as const;

export const scopeChanges: Changes<ScopePayloads> = {
  redirected: ({ clocks }, { at }) => ({
    status: 'closed',
    transfer: null,
    waiting: null,
    closure: { resolutionCode: 'redirected', at, redirect: null },
    clocks: {
      ...clocks,
      response: clocks.response && stopClock(clocks.response, at),
      resolution: clocks.resolution && stopClock(clocks.resolution, at),
    },
  }),
  split: () => ({}),
};

export const scopeTelling: Telling<ScopePayloads> = {
  redirected: () => [],
  split: () => [],
};

export const scopeWords: Words<ScopePayloads> = {
  redirected: ({ payload: { document } }, who) => `${who} redirected it under ${document}.`,
  split: ({ payload: { into, document } }, who) =>
    `${who} split off T-${into}, which goes on under ${document}.`,
};
