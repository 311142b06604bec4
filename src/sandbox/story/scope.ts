import type { Step } from '../script.ts';
import type { Stage } from './cast.ts';
import { expectThat } from './expect.ts';

/** SC-2: a part of a request belongs to another document; then all of another one. */
export function scope(stage: Stage): readonly Step[] {
  const { ana, ben } = stage.people;
  const names = { first: '', second: '' };
  return [
    {
      name: 'A request for help with sign-in asks for a server as well',
      run: async () => {
        names.first = await arrives(stage, 'PORTAL-5101', 'Sign-in is slow; and we need a second server');
        await takes(ana, names.first);
      },
    },
    {
      name: 'Ana splits off what is out of scope; the rest goes on',
      run: async () => {
        await ana.chooses('…', 'Redirect', { on: new RegExp(`^${names.first} · `) });
        await ana.seesForm(`Redirect ${names.first}`);
        await ana.fills({
          'What is out of scope': 'Setting up or taking down infrastructure',
          'How much of it': 'A part of it',
          Note: 'Sent on to Infrastructure with the customer’s figures.',
          Title: 'A second server',
          Description: 'The customer asks for a second server in Hamburg.',
        });
        await ana.submits();
        await ana.seesForm('Handrail');
        expectThat(ana.formText().includes(`${names.first} goes on`), 'the first ticket goes on');
        await ana.closes();
        await ben.sees(`It is a part of ${names.first}, which goes on`, { in: 'tickets' });
      },
    },
    {
      name: 'Ben picks the line for security incidents: those are reported, not redirected',
      run: async () => {
        names.second = await arrives(stage, 'PORTAL-5102', 'Please pay the invoice back');
        await takes(ben, names.second);
        await ben.types(`/ticket redirect ${names.second}`, { in: 'tickets' });
        await ben.seesForm(`Redirect ${names.second}`);
        await ben.fills({
          'What is out of scope': 'Responding to a Severity 1 security incident',
          Note: 'The customer wants the last invoice back.',
        });
        await ben.submits();
        expectThat(ben.formText().includes('SEC-1'), 'the form cites SEC-1');
      },
    },
    {
      name: 'It was the wrong line; a refund goes to the document for refunds',
      run: async () => {
        await ben.fills({ 'What is out of scope': 'Authorizing a refund to a customer' });
        await ben.submits();
        await ben.seesForm('Handrail');
        await ben.closes();
        await ana.sees('Redirected (SC-2): FIN-POL-004', { in: 'tickets' });
      },
    },
  ];
}

async function arrives(stage: Stage, externalId: string, title: string): Promise<string> {
  const answer = await stage.intake({
    externalId,
    title,
    description: `${title}. Please have a look.`,
    customerAccount: 'HARBOUR-2',
    reportedPriority: 'P1',
  });
  const { ticket } = (await answer.json()) as { ticket: { id: string } };
  return ticket.id;
}

/** With a reason where another one comes first. */
async function takes(agent: Stage['people']['ana'], ticket: string): Promise<void> {
  await agent.types(`/ticket take ${ticket}`, { in: 'tickets' });
  await agent.sees(`${ticket} is yours`);
}
