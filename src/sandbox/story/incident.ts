import type { Person } from '../person/person.ts';
import type { Step } from '../script.ts';
import type { Stage } from './cast.ts';
import { expectThat } from './expect.ts';

const symptom = 'Webhooks do not arrive';

/** Three customers report the same within minutes; it becomes an incident, and ends as one. */
export function incident(stage: Stage): readonly Step[] {
  const { ana, ben, lena, max } = stage.people;
  const tickets: number[] = [];
  return [
    {
      name: 'Three customers report the same within minutes; Ana and Ben classify them',
      run: async () => {
        for (const [agent, account] of [
          [ana, 'ELM-2'],
          [ben, 'FIR-9'],
          [ana, 'GORSE-5'],
        ] as const) {
          const ticket = await arrives(stage, `PORTAL-60${tickets.length}`, account);
          tickets.push(ticket);
          await takesAndClassifies(agent, ticket);
        }
      },
    },
    {
      name: 'The third makes a pattern: all three go to tier 2, and the leads have a potential incident',
      run: async () => {
        const card = await lena.sees(/^INC-1 · /, { in: 'leads' });
        expectThat(card.text.includes('Tickets (3)'), 'the card holds all three');
        await ana.sees(`T-${tickets[0]} belongs to the potential incident INC-1`, { in: 'tickets' });
      },
    },
    {
      name: 'Lena reviews it; to declare it is not hers',
      run: async () => {
        await lena.clicks('Review', { on: 'Potential incident, to be reviewed' });
        await lena.seesForm('Review INC-1');
        await lena.fills({ Finding: 'All three are served by the same queue, which stands still.' });
        await lena.submits();
        await lena.closes();
        await lena.clicks('Declare', { on: 'Potential incident, reviewed' });
        await lena.sees('Only the Operations Manager may declare an incident');
      },
    },
    {
      name: 'Max declares it: the tickets and the stakeholders hear of it together',
      run: async () => {
        await max.clicks('Declare', { on: 'INC-1 was reviewed: declare or dismiss it' });
        await max.seesForm('Declare INC-1');
        await max.fills({ Reason: 'No webhook was delivered since this morning.' });
        await max.submits();
        await max.closes();
        await max.sees('INC-1: incident declared', { in: 'stakeholders' });
        await stage.handrail.tick();
        await ana.sees('INC-1 was declared an incident', { in: 'tickets' });
      },
    },
    {
      name: 'It is over: Max closes it with a summary',
      run: async () => {
        await max.clicks('Close incident', { on: 'Declared incident' });
        await max.seesForm('Close INC-1');
        await max.fills({ Summary: 'The queue was restarted; what waited in it has been delivered.' });
        await max.submits();
        await max.closes();
        await stage.handrail.tick();
        await ana.sees('INC-1 was closed', { in: 'tickets' });
      },
    },
  ];
}

/** A ticket comes in by the portal; resolves with its number. */
async function arrives(stage: Stage, externalId: string, account: string): Promise<number> {
  const answer = await stage.intake({
    externalId,
    title: 'Our webhooks stay away',
    description: 'Since this morning not one webhook has reached us.',
    customerAccount: account,
    // So that it comes first in the queue.
    reportedPriority: 'P1',
  });
  expectThat(answer.status === 201, 'the portal is answered 201');
  const { ticket } = (await answer.json()) as { ticket: { id: string } };
  return Number(ticket.id.slice(2));
}

async function takesAndClassifies(agent: Person, ticket: number): Promise<void> {
  await agent.types('/ticket next', { in: 'tickets' });
  await agent.sees(`T-${ticket} is yours`);
  await agent.types(`/classify ${ticket} INTG P3`, { in: 'tickets' });
  await agent.seesForm(`Classify T-${ticket}`);
  await agent.fills({
    Symptom: symptom,
    'I have read the whole description and every attachment': true,
  });
  await agent.submits();
  await agent.closes();
}
