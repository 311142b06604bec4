import type { Person } from '../person/person.ts';
import type { Step } from '../script.ts';
import type { Stage } from './cast.ts';
import { expectThat } from './expect.ts';
import { readyForFixes } from './fixes.ts';

const fix = 'SF-1';

/** AU-6, AU-7: what tier 1 may not do is asked for from the refusal, and done once with the lead's yes. */
export function authorization(stage: Stage): readonly Step[] {
  const { ana, lena } = stage.people;
  let number = 0;
  return [
    {
      name: 'The first fix does not help, and the customer finds out why: Ana would like to apply it once more',
      run: async () => {
        number = await arrives(stage);
        await readyForFixes(ana, number, 'Signing in fails with correct details');
        await ana.types(`/apply-fix ${number} ${fix}`, { in: 'tickets' });
        await ana.seesForm(`Apply fix T-${number}`);
        await ana.submits();
        await ana.clicks('Record result');
        await ana.seesForm(`Record result T-${number}`);
        await ana.fills({ Outcome: 'Issue persists', Evidence: 'The directory was still being restored.' });
        await ana.submits();
        await ana.closes();
        await ana.types(`/apply-fix ${number} ${fix}`, { in: 'tickets' });
        await ana.sees('may repeat a step already done');
      },
    },
    {
      name: 'It is beyond her role: from the refusal she asks for a one-off authorization',
      run: async () => {
        await ana.chooses('…', 'Ask for authorization', { on: 'may repeat a step already done' });
        await ana.seesForm('Ask for authorization');
        await ana.fills({
          Reason: 'The directory is back since five minutes ago; nobody of tier 2 is free.',
        });
        await ana.submits();
        expectThat(ana.formText().includes('Your request stands in the thread'), 'her request is made');
        await ana.closes();
        await lena.sees(`on T-${number}. Team Lead or above answers`, { in: 'leads' });
      },
    },
    {
      name: 'Nobody answers their own request; Lena, a tier above, authorizes it in the thread, once',
      run: async () => {
        await ana.clicks('Authorize', { on: request(number) });
        await ana.sees('You asked for this yourself');
        await lena.clicks('Authorize', { on: request(number) });
        await lena.seesForm('Authorize once');
        await lena.fills({ Reason: 'The fix does no harm, and the cause of the failure is known.' });
        await lena.submits();
        await ana.sees('@ana: @lena authorized you', { in: 'tickets' });
      },
    },
    {
      name: 'Ana does it; a second time it is refused again',
      run: async () => {
        await ana.types(`/apply-fix ${number} ${fix}`, { in: 'tickets' });
        await ana.seesForm(`Apply fix T-${number}`);
        await ana.fills({ Reason: 'The directory was restored.' });
        await ana.submits();
        await ana.clicks('Record result');
        await ana.seesForm(`Record result T-${number}`);
        await ana.fills({ Outcome: 'Issue persists', Evidence: 'The same message as before.' });
        await ana.submits();
        await ana.closes();
        await ana.sees('Authorized by @lena, and used', { in: 'tickets' });
        await refusedAgain(stage, ana, number);
      },
    },
    {
      name: 'Ana finds the rule badly calibrated, and says so where it stopped her',
      run: async () => {
        await ana.chooses('…', 'This rule is badly calibrated', { on: 'may repeat a step already done' });
        await ana.seesForm('Badly calibrated rule');
        await ana.fills({ Reason: 'A fix without side effects could be repeated by tier 1.' });
        await ana.submits();
        await ana.closes();
        await lena.types('/ops report', { in: 'leads' });
        await lena.sees('flagged as badly calibrated: 1');
      },
    },
  ];
}

const request = (number: number) =>
  `asks to be allowed once to repeat a step already done on T-${number}.\nRefused`;

async function refusedAgain({ workspace }: Stage, agent: Person, number: number): Promise<void> {
  const before = agent.lastPrivate()?.ts;
  await agent.types(`/apply-fix ${number} ${fix}`, { in: 'tickets' });
  const answer = await workspace.until(() => {
    const last = agent.lastPrivate();
    return last && last.ts !== before ? last.text : undefined;
  });
  expectThat(answer.includes('may repeat a step already done'), 'it is refused again');
}

async function arrives({ intake }: Stage): Promise<number> {
  const answer = await intake({
    externalId: 'PORTAL-6001',
    title: 'One user cannot sign in',
    description: 'Since the maintenance window one of our users cannot sign in.',
    customerAccount: 'ELM-2',
    reportedPriority: 'P1',
  });
  const { ticket } = (await answer.json()) as { ticket: { number: number } };
  return ticket.number;
}
