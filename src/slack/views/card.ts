import type { Pack } from '../../sop/pack/schema.ts';
import { currentAcknowledgement } from '../../sop/ticket/acknowledgements.ts';
import { stepWords } from '../../sop/ticket/next-step.ts';
import type { TicketState } from '../../sop/ticket/state.ts';
import type { Message } from '../answer.ts';
import { actions } from '../ids.ts';
import { clip } from '../limits.ts';
import { type ButtonSpec, buttonsAndMenu, header } from './elements.ts';
import { type Line, lines, sentence } from './rich-text.ts';
import { scopeLines } from './scope-lines.ts';
import { stepButton } from './step-button.ts';
import { classificationLine, clockLines, ownerLine, priorityWords, statusWords } from './ticket-lines.ts';

/** The ticket's one message in the tickets channel. It says where the ticket stands; its thread is the record. */
export function buildCard(ticket: TicketState, pack: Pack): Message {
  const { number, title, customerAccount, linkedAccounts, escalation } = ticket;
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
        ...(escalation ? [[{ bold: 'Marked for escalation: ' }, escalation.trigger] satisfies Line] : []),
        ...scopeLines(ticket, pack),
        ...(step ? [[{ bold: `Next (${step.clause}): ` }, ...sentence(step.words)]] : []),
      ),
      buttonsAndMenu(
        [
          ...stepButton(ticket, pack),
          ...(ticket.owner && !currentAcknowledgement(ticket) && ticket.classification
            ? [{ label: 'Classify', action: actions.classify, about: number }]
            : []),
          // T1-8: what was verified may turn out not to be solved; until it is closed, that is recorded here.
          ...(ticket.status === 'resolved'
            ? [{ label: 'Issue persists', action: actions.verify, about: number }]
            : []),
          ...investigateButton(ticket, pack),
          { label: 'Show', action: actions.show, about: number },
          { label: 'Why', action: actions.why, about: number },
          ...(ticket.status === 'closed' ? [{ label: 'Reopen', action: actions.reopen, about: number }] : []),
        ],
        number,
        rareButtons(ticket),
      ),
    ],
  };
}

/** What the menu *More* holds, where the ticket allows it at all. */
function rareButtons({ number, status, security }: TicketState): readonly ButtonSpec[] {
  return status === 'closed' || security
    ? []
    : [{ label: 'Redirect', action: actions.redirect, about: number }];
}

/** T2-5: several agents write findings, so the way in stands there whatever comes next; once. */
function investigateButton(ticket: TicketState, pack: Pack): readonly ButtonSpec[] {
  const offered = stepButton(ticket, pack).some(({ action }) => action === actions.investigate);
  return ticket.tier === 'tier1' || ticket.status === 'closed' || !ticket.classification || offered
    ? []
    : [{ label: 'Investigate', action: actions.investigate, about: ticket.number }];
}
