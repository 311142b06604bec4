import type { Pack } from '../pack/schema.ts';
import { type AuthorizationCommand, authorizationDeciders } from './authorization/commands.ts';
import { authorizationObligations } from './authorization/obligations.ts';
import type { ChapterObligation, Deciders } from './chapter.ts';
import { type EscalationCommand, escalationDeciders } from './escalation/commands.ts';
import { escalationObligations } from './escalation/obligations.ts';
import { type ExceptionChapterCommand, exceptionDeciders } from './exception/commands.ts';
import { type IncidentChapterCommand, incidentDeciders } from './incident/commands.ts';
import { type OversightCommand, oversightDeciders } from './oversight/commands.ts';
import { oversightObligations } from './oversight/obligations.ts';
import { type ScopeCommand, scopeDeciders } from './scope/commands.ts';
import { type SecurityCommand, securityDeciders } from './security/commands.ts';
import type { TicketState } from './state.ts';

export type ChapterCommand =
  | EscalationCommand
  | AuthorizationCommand
  | OversightCommand
  | SecurityCommand
  | ScopeCommand
  | IncidentChapterCommand
  | ExceptionChapterCommand;

export const chapterDeciders: Deciders<ChapterCommand> = {
  ...escalationDeciders,
  ...authorizationDeciders,
  ...oversightDeciders,
  ...securityDeciders,
  ...scopeDeciders,
  ...incidentDeciders,
  ...exceptionDeciders,
};

/** What every chapter owes by the clock. */
export function chapterObligations(ticket: TicketState, pack: Pack): readonly ChapterObligation[] {
  const owedAlways = oversightObligations(ticket, pack);
  if (ticket.status === 'closed') return owedAlways;
  // SEC-2: of a restricted ticket only its acceptance is waited for, and that a lead looks in.
  if (ticket.security) return [...owedAlways, ...escalationObligations(ticket, pack)];
  return [...owedAlways, ...escalationObligations(ticket, pack), ...authorizationObligations(ticket)];
}
