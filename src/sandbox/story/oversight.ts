import type { Person } from '../person/person.ts';
import type { Step } from '../script.ts';
import type { Stage } from './cast.ts';
import { expectThat } from './expect.ts';

/** A lead raises a ticket to P1 on a criterion, and the P1 Communication Protocol runs until it is lowered again. */
export function oversight(stage: Stage): readonly Step[] {
  const { lena, max, ana } = stage.people;
  const about = { ticket: '' };
  return [
    {
      name: 'An export lacks rows: the portal calls it P3',
      run: async () => {
        about.ticket = await arrives(stage, 'PORTAL-7001', 'The export lacks rows', 'FJORD-4', 'P3');
        await arrives(stage, 'PORTAL-7002', 'Reports load slowly', 'GROVE-6', 'P2');
      },
    },
    {
      name: 'Ana would raise it; that is a lead’s to do',
      run: async () => {
        await ana.types(`/ticket priority ${about.ticket}`, { in: 'tickets' });
        await ana.sees('Only a Team Lead or the Operations Manager may override a priority');
      },
    },
    {
      name: 'Lena raises it to P1; that the customer insists is no ground',
      run: async () => {
        await lena.types(`/ticket priority ${about.ticket}`, { in: 'tickets' });
        await lena.seesForm('Override priority');
        await lena.fills({
          Priority: 'P1',
          Criterion: 'More users or sites are affected than reported',
          'Business impact': 'The customer insists, and is very angry.',
        });
        expectThat(lena.formText().includes('At P1 it goes before'), 'what it displaces is shown');
        await lena.submits();
        expectThat(lena.formText().includes('which is no criterion'), 'pressure is refused');
        await lena.fills({
          'Business impact': 'Invoices of 40 sites cannot be sent before the month closes.',
        });
        await lena.submits();
        await lena.seesForm('Handrail');
        await lena.closes();
        await lena.sees('Priority overridden (LD-2)', { in: 'tickets' });
      },
    },
    {
      name: 'Max hears of it in person, the stakeholders in their channel',
      run: async () => {
        await max.sees('the P1 Communication Protocol (PCD00011) started', { in: 'dm' });
        const told = await max.sees(`${about.ticket} is critical (P1)`, { in: 'stakeholders' });
        expectThat(!told.text.includes('FJORD-4'), 'no customer is named to the stakeholders');
      },
    },
    {
      name: 'Half an hour on an update is owed, and Lena sends it',
      run: async () => {
        await stage.passes(26);
        const owed = await lena.sees(`${about.ticket}: update owed (PCD00011)`, { in: 'leads' });
        await lena.clicks('Send update', { on: owed });
        await lena.seesForm(`Send update ${about.ticket}`);
        await lena.fills({ Update: 'The export is rebuilt; the first sites have their invoices.' });
        await lena.submits();
        await max.sees('the first sites have their invoices', { in: 'stakeholders' });
      },
    },
    {
      name: 'A workaround is found: Lena lowers it, and the protocol stops',
      run: async () => {
        await lowers(lena, about.ticket);
        await max.sees(`${about.ticket} is no longer critical (P1)`, { in: 'stakeholders' });
      },
    },
  ];
}

async function lowers(lead: Person, ticket: string): Promise<void> {
  await lead.types(`/ticket priority ${ticket}`, { in: 'tickets' });
  await lead.seesForm('Override priority');
  await lead.fills({ Priority: 'P3', Criterion: 'A workaround keeps the business going' });
  await lead.submits();
  await lead.seesForm('Handrail');
  await lead.closes();
}

/** Comes in from the portal; resolves with its name. */
async function arrives(
  stage: Stage,
  externalId: string,
  title: string,
  customerAccount: string,
  reportedPriority: string,
): Promise<string> {
  const answer = await stage.intake({
    externalId,
    title,
    description: `${title}. It began this morning.`,
    customerAccount,
    reportedPriority,
  });
  expectThat(answer.status === 201, 'the portal is answered 201');
  const { ticket } = (await answer.json()) as { ticket: { id: string } };
  return ticket.id;
}
