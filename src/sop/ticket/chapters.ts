import {
  authorizationChanges,
  authorizationNoticeKinds,
  authorizationTelling,
  authorizationWords,
} from './authorization/record.ts';
import type { Changes, Telling, Words } from './chapter.ts';
import {
  escalationChanges,
  escalationNoticeKinds,
  escalationTelling,
  escalationWords,
} from './escalation/record.ts';
import type { ChapterPayloads } from './events.ts';
import {
  exceptionChanges,
  exceptionNoticeKinds,
  exceptionTelling,
  exceptionWords,
} from './exception/record.ts';
import { handoverChanges, handoverNoticeKinds, handoverTelling, handoverWords } from './handoff/record.ts';
import { incidentChanges, incidentNoticeKinds, incidentTelling, incidentWords } from './incident/record.ts';
import {
  oversightChanges,
  oversightNoticeKinds,
  oversightTelling,
  oversightWords,
} from './oversight/record.ts';
import { scopeChanges, scopeNoticeKinds, scopeTelling, scopeWords } from './scope/record.ts';
import { securityChanges, securityNoticeKinds, securityTelling, securityWords } from './security/record.ts';

export const chapterChanges: Changes<ChapterPayloads> = {
  ...escalationChanges,
  ...securityChanges,
  ...scopeChanges,
  ...authorizationChanges,
  ...oversightChanges,
  ...handoverChanges,
  ...incidentChanges,
  ...exceptionChanges,
};

export const chapterTelling: Telling<ChapterPayloads> = {
  ...escalationTelling,
  ...securityTelling,
  ...scopeTelling,
  ...authorizationTelling,
  ...oversightTelling,
  ...handoverTelling,
  ...incidentTelling,
  ...exceptionTelling,
};

export const chapterWords: Words<ChapterPayloads> = {
  ...escalationWords,
  ...securityWords,
  ...scopeWords,
  ...authorizationWords,
  ...oversightWords,
  ...handoverWords,
  ...incidentWords,
  ...exceptionWords,
};

export const chapterNoticeKinds = [
  ...escalationNoticeKinds,
  ...securityNoticeKinds,
  ...scopeNoticeKinds,
  ...authorizationNoticeKinds,
  ...oversightNoticeKinds,
  ...handoverNoticeKinds,
  ...incidentNoticeKinds,
  ...exceptionNoticeKinds,
] as const;
