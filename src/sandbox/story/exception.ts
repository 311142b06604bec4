import type { Step } from '../script.ts';
import type { Stage } from './cast.ts';
import { expectThat } from './expect.ts';

/** EX-1 to EX-4, DOC-2: something is done another way, told to the lead, and kept for the review. */
export function exception(stage: Stage): readonly Step[] {
  const { ana, ben, lena } = stage.people;
  const names = { ticket: '', entry: '' };
  return [
    {
      name: 'Ana cannot wait for a step of the procedure, and logs an exception (EX-2, EX-3)',
      run: async () => {
        names.ticket = await arrives(stage);
        await ana.types(`/ticket take ${names.ticket}`, { in: 'tickets' });
        await ana.sees(`${names.ticket} is yours`);
        await ana.chooses('…', 'Log exception', { on: new RegExp(`^${names.ticket} · `) });
        await ana.seesForm(`Exception ${names.ticket}`);
        await ana.fills({
          'What the procedure required': 'Nothing is said about a customer who is presenting at that moment.',
          'What was done instead': 'The session was reset before anything was classified.',
          Why: 'The customer stood before an audience.',
          'Procedure gap': 'The SOP is silent',
          'Time critical': true,
        });
        await ana.submits();
        names.entry = /EXC-\d+/.exec(ana.formText())?.[0] ?? '';
        expectThat(ana.formText().includes('flagged for the next SOP review'), 'it flags itself (EX-4)');
        await ana.closes();
        await ana.sees(`Exception ${names.entry} logged by @ana`, { in: 'tickets' });
      },
    },
    {
      name: 'Lena hears of it at once, and authorizes it with words',
      run: async () => {
        const card = await lena.sees(new RegExp(`^Exception ${names.entry} `), { in: 'leads' });
        expectThat(card.text.includes('immediately after the action'), 'when she was told is recorded');
        await lena.clicks('Authorize', { on: card });
        await lena.seesForm(`Authorize ${names.entry}`);
        await lena.fills({ Reason: 'It was the right thing for that customer.' });
        await lena.submits();
        await lena.seesForm('Handrail');
        await lena.closes();
        await ana.sees(`Exception ${names.entry} was authorized by @lena`, { in: 'tickets' });
      },
    },
    {
      name: 'She confirms a governing document',
      run: async () => {
        await lena.types('/ops documents', { in: 'leads' });
        await lena.seesForm('Documents');
        await lena.clicks('Confirm');
        await stage.workspace.until(() => lena.formText().includes('by @lena') || undefined);
        await lena.closes();
      },
    },
    {
      name: 'Ben completes the draft that is left from taking T-3 out of order',
      run: async () => {
        await ben.clicks('Complete', { on: 'T-3 was taken before T-1' });
        await ben.seesForm('Exception EXC-2');
        await ben.submits();
        expectThat(ben.formText().includes('EXC-2 is in the Exception Register'), 'it is entered');
        await ben.closes();
        await lena.sees(/^Exception EXC-2\b/, { in: 'leads' });
      },
    },
  ];
}

/** EX-4: what the register holds, and what comes of it. */
export function register({ people: { lena } }: Stage): readonly Step[] {
  return [
    {
      name: 'Lena opens the Exception Register, and records what comes of the gap',
      run: async () => {
        await lena.types('/ops exceptions flagged', { in: 'leads' });
        await lena.seesForm('Exception Register');
        await lena.clicks('Show');
        await lena.seesForm(/^EXC-/);
        await lena.clicks('Record outcome');
        await lena.seesForm(/^Outcome of EXC-/);
        await lena.fills({
          'Outcome of the review':
            'Where a customer stands before an audience, the session may be reset first.',
          'Change proposed': 'Say so under T1-3.',
        });
        await lena.submits();
        expectThat(/The outcome of EXC-\d+ is recorded/.test(lena.formText()), 'the outcome is recorded');
        await lena.closes();
      },
    },
  ];
}

async function arrives(stage: Stage): Promise<string> {
  const answer = await stage.intake({
    externalId: 'PORTAL-5201',
    title: 'Signed out in the middle of a presentation',
    description: 'It has to be back within a minute.',
    customerAccount: 'HARBOUR-2',
    reportedPriority: 'P1',
  });
  const { ticket } = (await answer.json()) as { ticket: { id: string } };
  return ticket.id;
}
