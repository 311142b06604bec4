import type { Pack } from '../pack/schema.ts';
import type { ChapterObligation, Deciders } from './chapter.ts';
import { type EscalationCommand, escalationDeciders } from './escalation/commands.ts';
import { escalationObligations } from './escalation/obligations.ts';
import { type OversightCommand, oversightDeciders } from './oversight/commands.ts';
import { oversightObligations } from './oversight/obligations.ts';
import type { TicketState } from './state.ts';

export type ChapterCommand = EscalationCommand | OversightCommand;

export const chapterDeciders: Deciders<ChapterCommand> = {
  ...escalationDeciders,
  ...oversightDeciders,
};

/** What every chapter owes by the clock. */
export function chapterObligations(ticket: TicketState, pack: Pack): readonly ChapterObligation[] {
  const owedAlways = oversightObligations(ticket, pack);
  if (ticket.status === 'closed') return owedAlways;
  return [...owedAlways, ...escalationObligations(ticket, pack)];
}
