import { commandTicket } from '../../src/desk/command-ticket.ts';
import type { Outcome } from '../../src/desk/desk.ts';
import { takeTicket } from '../../src/desk/take-ticket.ts';
import { missingPoints } from '../../src/sop/ticket/commands/investigate.ts';
import { by, open, type TestDesk } from './support.ts';

function done(outcome: Outcome) {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.ticket;
}

/** Tess asks a second agent for EF-5; resolves with the ticket and which request it is. */
export async function asksSecondAgent(desk: TestDesk): Promise<{ number: number; request: number }> {
  const number = await open(desk);
  const does = async (command: Parameters<typeof commandTicket>[3]) =>
    done(await commandTicket(desk, by('UTESS'), number, command));
  await takeTicket(desk, by('UTESS'), number, null);
  const { classification } = await does({
    type: 'classify',
    category: 'AUTH',
    symptom: 'access-outdated',
    priority: 'P2',
    readWhole: true,
  });
  const acknowledges = async (of: 'acknowledgement' | 'tier2Acknowledgement') => {
    await does({
      type: 'acknowledge',
      of,
      text: 'You will hear from us within 30 minutes.',
      preparedFor: classification?.at ?? '',
      customerChannel: 'hand',
    });
    await does({ type: 'confirmAcknowledgementSent' });
  };
  await acknowledges('acknowledgement');
  let ticket = await does({ type: 'setFixAside', fix: 'SF-3', reason: 'tried before' });
  // With the last of them it goes to tier 2 by itself (ESC-2).
  ticket = await does({ type: 'setFixAside', fix: 'SF-7', reason: 'tried before' });
  await does({ type: 'acceptEscalation', escalation: ticket.escalation?.seq ?? 0, read: true });
  await acknowledges('tier2Acknowledgement');
  ticket = await does({
    type: 'recordDiagnostics',
    generatedAt: desk.clock.now().toISOString(),
    links: [{ part: 'the whole package', url: 'https://logs.example/one' }],
  });
  for (const { id } of missingPoints(ticket, desk.sop.pack))
    ticket = await does({ type: 'recordFinding', point: id, text: 'Looked at.' });
  await does({ type: 'recordCause', kind: 'root', code: 'permission-drift', text: '' });
  const { confirmation } = await does({ type: 'requestConfirmation', fix: 'EF-5', repeatReason: null });
  if (!confirmation) throw new Error('nobody is asked');
  return { number, request: confirmation.seq };
}
