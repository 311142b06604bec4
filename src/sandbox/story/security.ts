import type { Step } from '../script.ts';
import type { Stage } from './cast.ts';
import { expectThat } from './expect.ts';

/** A suspected breach: from one moment to the next it is for the leads alone. */
export function security(stage: Stage): readonly Step[] {
  const { ana, ben, lena } = stage.people;
  const theirs = 'Another customer’s invoices';
  let ticket = '';
  return [
    {
      name: 'A customer sees what belongs to somebody else',
      run: async () => {
        const answer = await stage.intake({
          externalId: 'PORTAL-5900',
          title: `${theirs} in our list`,
          description: 'Since today we see invoices of HARBOR-2 in our own list, with names and amounts.',
          customerAccount: 'QUAY-4',
        });
        ticket = ((await answer.json()) as { ticket: { id: string } }).ticket.id;
        await ana.sees('invoices of HARBOR-2', { in: 'tickets' });
      },
    },
    {
      name: 'Ben reports it as a security matter',
      run: async () => {
        await ben.clicks('Security', { on: `${theirs} in our list` });
        await ben.seesForm(`Security ${ticket}`);
        await ben.fills({ 'What did you see': 'Their screenshot shows names that are not theirs.' });
        await ben.submits();
        await ben.closes();
        await lena.sees(`${ticket}: a suspected security matter (SEC-1)`, { in: 'dm' });
        await ana.sees(`${ticket} is restricted (SEC-2). The Team Leads have it.`, { in: 'tickets' });
      },
    },
    {
      name: 'Ana would look what it is about',
      run: async () => {
        ana.doesNotSee('HARBOR-2', { in: 'tickets' });
        await ana.types(`/ticket show ${ticket}`, { in: 'tickets' });
        const refused = () => ana.formText().includes('SEC-2') || ana.lastPrivate()?.text.includes('SEC-2');
        await stage.workspace.until(() => refused() || undefined);
        if (ana.form) await ana.closes();
      },
    },
    {
      name: 'Lena hands it over under SEC-PCD-001',
      run: async () => {
        await lena.clicks('Hand over', { on: `${ticket}: a suspected security matter` });
        await lena.seesForm(`Hand over ${ticket}`);
        await lena.fills({ Reference: 'SIR-2026-017' });
        await lena.submits();
        expectThat(lena.formText().includes('It stays restricted'), 'it is closed and stays restricted');
        await lena.closes();
        await lena.sees('reference SIR-2026-017', { in: 'dm' });
      },
    },
  ];
}
