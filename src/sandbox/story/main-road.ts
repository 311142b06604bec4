import type { Person } from '../person/person.ts';
import type { Step } from '../script.ts';
import type { Stage } from './cast.ts';
import { expectThat } from './expect.ts';

/** T2-1: the request stands in the thread, the record in the form. */
export async function accepts(agent: Person, ticket: number): Promise<void> {
  await agent.clicks('Accept', { on: `T-${ticket} goes to Tier 2 Support` });
  await agent.seesForm(`Accept T-${ticket}`);
  await agent.fills({ 'I have read the whole record of this ticket': true });
  await agent.submits();
  await agent.closes();
}

/** A ticket's way from the customer to the acknowledgement, with the wrong turns people take. */
export function mainRoad(stage: Stage): readonly Step[] {
  const { people } = stage;
  const { ana, ben, tess, lena } = people;
  return [
    {
      name: 'Ana opens a ticket for a customer on the phone',
      run: async () => {
        await ana.types('/ticket new', { in: 'tickets' });
        await ana.fills({
          Title: 'Nobody in our office can sign in',
          Description:
            'Since eight this morning nobody in our Hamburg office can sign in. The password is right.',
          'Customer account': 'ACME-17',
          'Reported priority': 'P2',
        });
        await ana.submits();
        await ana.seesForm('Handrail');
        await ana.closes();
        await ana.sees('Since eight this morning', { in: 'tickets' });
      },
    },
    {
      name: 'The customer portal brings in two more, one of them critical',
      run: async () => {
        const critical = await stage.intake({
          externalId: 'PORTAL-5001',
          title: 'All exports fail',
          description:
            'Every export since midnight ends with an error. Month-end closes today. <!channel> please hurry!',
          customerAccount: 'NORTH-3',
          reportedPriority: 'P1',
          attachments: [{ name: 'error.log', url: 'https://portal.example/files/error.log' }],
        });
        expectThat(critical.status === 201, 'the portal is answered 201');
        const again = await stage.intake({
          externalId: 'PORTAL-5001',
          title: 'All exports fail',
          description: 'The same, sent again by a nervous portal.',
          customerAccount: 'NORTH-3',
        });
        expectThat(again.status === 200, 'the same request again is answered 200');
        await stage.intake({
          externalId: 'PORTAL-5002',
          title: 'A strange smell of vanilla',
          description: 'Whenever we open the dashboard there is a smell of vanilla. We cannot explain it.',
          customerAccount: 'BAKERY-1',
          reportedPriority: 'P4',
        });
        await ana.sees('A strange smell of vanilla', { in: 'tickets' });
      },
    },
    {
      name: 'Ana looks at the queue and takes what comes first',
      run: async () => {
        await ana.types('/ticket queue', { in: 'tickets' });
        await ana.sees('1. T-2');
        await ana.clicks('Take next');
        await ana.sees('T-2 is yours');
      },
    },
    {
      name: 'Ana would acknowledge before classifying',
      run: async () => {
        await ana.types('/ticket ack');
        await ana.sees('both are entered before anything else happens');
        await ana.clicks('Classify', { on: 'both are entered' });
        await ana.seesForm('Classify T-2');
      },
    },
    {
      name: 'Ana classifies, at first without having read it whole',
      run: async () => {
        await ana.fills({ Category: 'DATA' });
        await ana.fills({ Symptom: 'An export lacks rows or columns', Priority: 'P1' });
        await ana.submits();
        expectThat(ana.formText().includes('T1-2'), 'the form cites T1-2');
        await ana.fills({ 'I have read the whole description and every attachment': true });
        await ana.submits();
        await ana.seesForm('Handrail');
      },
    },
    {
      name: 'Ana’s acknowledgement promises too much, then it does not',
      run: async () => {
        await ana.clicks('Acknowledge');
        await ana.seesForm('Acknowledge T-2');
        const template = ana.form?.fields.find(({ label }) => label === 'Message')?.value;
        await ana.fills({ Message: `${template}\nIt will be fixed by noon.` });
        await ana.submits();
        expectThat(ana.formText().includes('fixed by noon'), 'the words that promise are named');
        await ana.fills({ Message: String(template) });
        await ana.submits();
        await ana.seesForm('Handrail');
        await ana.closes();
      },
    },
    {
      name: 'Ana sends it by hand and confirms; the response clock stops',
      run: async () => {
        await ana.sees('send this message to the customer', { in: 'tickets' });
        await ben.clicks('Confirm', { on: 'send this message to the customer' });
        await ben.sees('T-2 belongs to @ana');
        await ana.clicks('Confirm', { on: 'send this message to the customer' });
        await ana.sees('Response: met', { in: 'tickets' });
        await ana.sees('Standard Fixes for this symptom');
      },
    },
    {
      name: 'Ben takes one out of order, with a reason that the leads see',
      run: async () => {
        await ben.types('/ticket take 3', { in: 'tickets' });
        await ben.fills({ Reason: 'I spoke with this customer yesterday and know the case.' });
        await ben.submits();
        await ben.closes();
        await lena.sees('Deviation from T1-1', { in: 'leads' });
      },
    },
    {
      name: 'Ben finds no category for it: OTHER goes to tier 2 by itself, and Tess accepts it',
      run: async () => {
        await ben.types('/classify OTHER P4', { in: 'tickets' });
        await ben.fills({
          Symptom: 'None of the listed symptoms',
          'I have read the whole description and every attachment': true,
        });
        await ben.submits();
        await ben.closes();
        await accepts(tess, 3);
        await tess.sees('Accepted: @tess has read the record and owns T-3 now', { in: 'tickets' });
      },
    },
    {
      name: 'A message becomes a ticket, and Tess takes it over from Ben',
      run: async () => {
        const message = await lena.types('The invoices of DELTA-9 show last year’s prices.', {
          in: 'general',
        });
        await lena.usesOn(message, 'ticket_from_message');
        await lena.fills({ 'Customer account': 'DELTA-9', 'Reported priority': 'P3' });
        await lena.submits();
        await lena.closes();
        await ben.types('/ticket take 4', { in: 'tickets' });
        await ben.fills({ Reason: 'Billing is due today.' });
        await ben.submits();
        await ben.closes();
        await ben.types('/ticket transfer 4 @tess knows billing better');
        await tess.clicks('Accept', { on: 'offers T-4' });
        await tess.sees('Transferred: @tess owns T-4 now', { in: 'tickets' });
      },
    },
    {
      name: 'Half an hour passes: a response comes close to its limit',
      run: async () => {
        await ana.types('/ticket next', { in: 'tickets' });
        await ana.sees('T-1 is yours');
        await stage.passes(25);
        await lena.sees('T-1: response at risk', { in: 'leads' });
      },
    },
    {
      name: 'Twenty minutes of work without a solution move T-2 by themselves, record and all',
      run: async () => {
        await tess.sees('T-2 waits for Tier 2 Support', { in: 'shift' });
        await ana.types('/apply-fix 2', { in: 'tickets' });
        await ana.sees('T-2 was escalated, and waits for Tier 2 Support to accept it');
        await tess.types('/ticket queue', { in: 'tickets' });
        await tess.sees('Escalated to your tier, to be accepted');
        for (const ticket of [2, 1, 4]) await accepts(tess, ticket);
      },
    },
    {
      name: 'Ana asks why',
      run: async () => {
        await ana.types('/ticket why 2', { in: 'tickets' });
        await ana.seesForm('T-2');
        expectThat(ana.formText().includes('was not let'), 'what was refused is told');
        await ana.closes();
      },
    },
  ];
}
