import type { Pack } from '../pack/schema.ts';
import type { ChapterObligation, Deciders } from './chapter.ts';
import { type EscalationCommand, escalationDeciders } from './escalation/commands.ts';
import { escalationObligations } from './escalation/obligations.ts';
import { type IncidentChapterCommand, incidentDeciders } from './incident/commands.ts';
import type { TicketState } from './state.ts';

export type ChapterCommand = EscalationCommand | IncidentChapterCommand;

export const chapterDeciders: Deciders<ChapterCommand> = {
  ...escalationDeciders,
  ...incidentDeciders,
};

/** What every chapter owes by the clock. */
export function chapterObligations(ticket: TicketState, pack: Pack): readonly ChapterObligation[] {
  if (ticket.status === 'closed') return [];
  return [...escalationObligations(ticket, pack)];
}
