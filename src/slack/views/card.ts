import { personTriggers } from '../../sop/escalation/person-triggers.ts';
import type { Pack } from '../../sop/pack/schema.ts';
import { pendingEscalation } from '../../sop/ticket/escalation/pending.ts';
import { acknowledgesMeanwhile, stepWords } from '../../sop/ticket/next-step.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { clip } from '../limits.ts';
import { type ButtonSpec, buttonsAndMenu, header, type MenuSpec, option } from './elements.ts';
import { escalationLine } from './escalation-lines.ts';
import { oversightButtons, oversightLines } from './oversight-lines.ts';
import { buildRestricted } from './restricted.ts';
import { type Line, lines, sentence } from './rich-text.ts';
import { scopeLines } from './scope-lines.ts';
import { stepButton } from './step-button.ts';
import { classificationLine, clockLines, ownerLine, priorityWords, statusWords } from './ticket-lines.ts';

/** The ticket's one message in the tickets channel. It says where the ticket stands; its thread is the record. */
export function buildCard(ticket: TicketState, pack: Pack): Message {
  // SEC-2: who may read it finds it with /ticket show.
  if (ticket.security) return buildRestricted(ticket.number);
  const { number, title, customerAccount, linkedAccounts } = ticket;
  const step = stepWords(ticket, pack);
  // All of them are on the ticket's page.
  const accounts = clip([customerAccount, ...linkedAccounts].join(', '), 300);
  return {
    text: `T-${number} ${title}: ${statusWords[ticket.status]}`,
    blocks: [
      header(`T-${number} · ${title}`),
      lines(
        [{ bold: statusWords[ticket.status] }, ` · ${priorityWords(ticket, pack)} · account ${accounts}`],
        ownerLine(ticket),
        classificationLine(ticket, pack),
        ...clockLines(ticket, pack.timeZone),
        ...escalationLine(ticket, pack),
        ...oversightLines(ticket, pack),
        ...scopeLines(ticket, pack),
        ...(ticket.incident ? [[{ bold: 'Incident: ' }, `INC-${ticket.incident}`] satisfies Line] : []),
        ...(step ? [[{ bold: `Next (${step.clause}): ` }, ...sentence(step.words)]] : []),
      ),
      ticket.status === 'closed'
        ? buttonsAndMenu(
            [
              ...cardButtons(ticket, pack),
              { label: 'Reopen', action: actions.reopen, about: number },
              securityButton(number),
            ],
            // EX-3: the shift ends later than the work.
            menuOf(number, [logException]),
          )
        : buttonsAndMenu(
            [...cardButtons(ticket, pack), securityButton(number)],
            menuOf(number, [option('Redirect', actions.redirect), logException]),
          ),
    ],
  };
}

function cardButtons(ticket: TicketState, pack: Pack): readonly ButtonSpec[] {
  const { number } = ticket;
  return [
    ...stepButton(ticket, pack),
    ...(acknowledgesMeanwhile(ticket)
      ? [
          pendingEscalation(ticket)
            ? { label: 'Acknowledge', action: actions.acknowledge, about: number }
            : { label: 'Classify', action: actions.classify, about: number },
        ]
      : []),
    // T1-8: what was verified may turn out not to be solved; until it is closed, that is recorded here.
    ...(ticket.status === 'resolved'
      ? [{ label: 'Issue persists', action: actions.verify, about: number }]
      : []),
    ...investigateButton(ticket, pack),
    ...escalateButton(ticket, pack),
    ...oversightButtons(ticket),
    { label: 'Show', action: actions.show, about: number },
    { label: 'Why', action: actions.why, about: number },
  ];
}

/** SEC-1: from any state. */
function securityButton(number: number): ButtonSpec {
  return { label: 'Security', action: actions.reportSecurity, about: number };
}

/** The menu of what is rarely done: each entry acts as the button that it would be. */
function menuOf(number: number, options: MenuSpec['options']): MenuSpec {
  return { action: actions.more, about: String(number), options };
}

const logException = option('Log exception', actions.logException);

/** T2-5: several agents write findings, so the way in stands there whatever comes next; once. */
function investigateButton(ticket: TicketState, pack: Pack): readonly ButtonSpec[] {
  const offered = stepButton(ticket, pack).some(({ action }) => action === actions.investigate);
  return ticket.tier === 'tier1' || ticket.status === 'closed' || !ticket.classification || offered
    ? []
    : [{ label: 'Investigate', action: actions.investigate, about: ticket.number }];
}

/** AU-2: what only a person can see is one click away while the ticket is in somebody's hands; once. */
function escalateButton(ticket: TicketState, pack: Pack): readonly ButtonSpec[] {
  const offered = stepButton(ticket, pack).some(({ action }) => action === actions.escalate);
  const inHand = ticket.owner !== null && ticket.status !== 'closed' && ticket.classification !== null;
  return inHand && !offered && !pendingEscalation(ticket) && personTriggers(ticket.tier).length > 0
    ? [{ label: 'Escalate', action: actions.escalate, about: ticket.number }]
    : [];
}
