import type { Person } from '../person/person.ts';
import type { Step } from '../script.ts';
import type { Stage } from './cast.ts';
import { expectThat } from './expect.ts';
import { accepts } from './main-road.ts';

/** A second agent has a quarter of an hour; in minutes. */
const pastTheLimit = 16;

/** From the first fix to the closed ticket: once by the ladder of tier 1, once through an investigation of tier 2. */
export function fixes(stage: Stage): readonly Step[] {
  return [...ladder(stage), ...investigation(stage)];
}

function ladder(stage: Stage): readonly Step[] {
  const { ana } = stage.people;
  return [
    {
      name: 'A user is signed out again and again: Ana takes it as far as the fixes',
      run: async () => {
        await arrives(stage, 'PORTAL-5003', 'Signed out every few minutes', 'CEDAR-8');
        await readyForFixes(ana, 5, 'The user is signed out again and again');
      },
    },
    {
      name: 'Ana would begin with the second fix; the first is owed',
      run: async () => {
        await ana.types('/apply-fix 5 SF-7', { in: 'tickets' });
        await ana.sees('SF-3 Sign-in Cookie Renewal comes before SF-7');
        await ana.clicks('Apply fix', { on: 'comes before SF-7' });
        await ana.seesForm('Apply fix T-5');
        expectThat(String(chosen(ana, 'Fix')).startsWith('SF-3'), 'the form opens with the fix that is owed');
        await ana.submits();
        await ana.seesForm('Handrail');
      },
    },
    {
      name: 'The first fix does not help, and Ana records that',
      run: async () => {
        await ana.clicks('Record result');
        await ana.seesForm('Record result T-5');
        await ana.fills({ Outcome: 'Issue persists', Evidence: 'Signed out again after three minutes.' });
        await ana.submits();
        await ana.closes();
        await ana.sees('Result of SF-3 Sign-in Cookie Renewal: the issue persists', { in: 'tickets' });
      },
    },
    {
      name: 'The second cannot be undone: Ana makes sure, is asked once more, and applies it',
      run: async () => {
        await ana.types('/apply-fix 5', { in: 'tickets' });
        await ana.seesForm('Apply fix T-5');
        await ana.submits();
        expectThat(ana.formText().includes('T1-7'), 'the form cites T1-7');
        await ana.fills({ 'No transaction is active for this customer': true });
        await ana.submits();
        await ana.seesForm('Handrail');
        expectThat(ana.formText().includes('cannot be undone'), 'what is lost is told');
        await ana.clicks('Apply fix', { confirm: true });
        await ana.sees('Fix begun: SF-7 Force Session Reset', { in: 'tickets' });
        await ana.closes();
      },
    },
    {
      name: 'The customer’s word is no verification; what Ana saw herself is',
      run: async () => {
        await ana.types('/ticket verify 5', { in: 'tickets' });
        await ana.seesForm('Record result T-5');
        await ana.fills({
          Verification: 'A new session is alive five minutes later',
          Evidence: 'The customer says it works now.',
        });
        await ana.submits();
        expectThat(ana.formText().includes('no verification'), 'the customer’s word is refused');
        await ana.fills({
          Evidence: 'Session 81f3 has been alive for six minutes; the list shows no other.',
        });
        await ana.submits();
        await ana.seesForm('Handrail');
      },
    },
    {
      name: 'Ana closes it with its resolution code',
      run: async () => {
        await ana.clicks('Close');
        await ana.seesForm('Close T-5');
        await ana.fills({
          'Resolution code': 'Solved by a Standard Fix',
          Summary: 'A stale session was reset; the user stays signed in.',
        });
        await ana.submits();
        await ana.closes();
        await ana.sees('Resolution code: fixed', { in: 'tickets' });
      },
    },
  ];
}

function investigation(stage: Stage): readonly Step[] {
  const { ben, tess, lena } = stage.people;
  return [
    {
      name: 'No Standard Fix fits Ben’s next ticket: it goes to tier 2 by itself, and Tess accepts it',
      run: async () => {
        await arrives(stage, 'PORTAL-5004', 'A new role has no effect', 'DUNE-4');
        await readyForFixes(ben, 6, 'A granted or removed permission has no effect');
        for (const reason of ['It happens in a fresh browser too.', 'Sessions were renewed an hour ago.']) {
          await ben.types('/apply-fix 6', { in: 'tickets' });
          await ben.seesForm('Apply fix T-6');
          await ben.fills({ 'What to do': 'Not applicable', Reason: reason });
          await ben.submits();
          await ben.closes();
        }
        await ben.types('/ticket note 6 The roles look wrong to me.');
        await accepts(tess, 6);
        await tess.sees('Accepted: @tess has read the record and owns T-6 now', { in: 'tickets' });
        await ben.sees('@ben and @tess, this escalation is fresh', { in: 'tickets' });
        await ben.clicks('Held', { on: '@ben and @tess, this escalation is fresh' });
        await ben.sees('Held, recorded by @ben', { in: 'tickets' });
      },
    },
    {
      name: 'Tess answers the customer for tier 2, without a cause or an approach, on a clock of her own',
      run: async () => {
        await tess.clicks('Acknowledge', { on: /^T-6 · / });
        await tess.seesForm('Acknowledge T-6');
        const text = String(chosen(tess, 'Message'));
        await tess.fills({ Message: `${text} It was caused by a role change.` });
        await tess.submits();
        expectThat(tess.formText().includes('T2-3'), 'the words about a cause are named');
        await tess.fills({ Message: text });
        await tess.submits();
        await tess.closes();
        await tess.clicks('Confirm', { on: 'send this message to the customer' });
      },
    },
    {
      name: 'Tess records the diagnostic package and goes through the decision points, Lena helps',
      run: async () => {
        await tess.clicks('Investigate', { on: /^T-6 · / });
        await tess.seesForm('Investigate T-6');
        await tess.fills({
          Finding: 'It fails at the permission check, after a good sign-in.',
          'Diagnostic package': 'https://logs.example/T-6',
          'Generated at': Math.floor(stage.clock.now().getTime() / 1000) - 60,
        });
        await tess.submits();
        await tess.closes();
        const findings = [
          'Everybody with the role Reviewer.',
          'The role was changed on Sunday evening.',
          'They do not: two grants are older than the role.',
          'No.',
        ];
        for (const [index, finding] of findings.entries()) {
          const agent = index === 1 ? lena : tess;
          await agent.clicks('Investigate', { on: /^T-6 · / });
          await agent.seesForm('Investigate T-6');
          await agent.fills({ Finding: finding });
          await agent.submits();
          await agent.closes();
        }
      },
    },
    {
      name: 'Proximate and root cause are two records',
      run: async () => {
        await tess.clicks('Investigate', { on: /^T-6 · / });
        await tess.seesForm('Investigate T-6');
        await tess.fills({
          'Proximate cause': 'Two stored grants deny what the role allows.',
          'Root cause': 'Stored permissions drifted from the roles',
        });
        await tess.submits();
        await tess.closes();
        await tess.sees('Root cause: Stored permissions drifted from the roles', { in: 'tickets' });
      },
    },
    {
      name: 'The fix for it waits for a second agent: Tess cannot be it, and Lena declines at first',
      run: async () => {
        await asksForSecondAgent(tess);
        await refusesOneself(tess);
        await lena.clicks('Decline', { on: 'asks to apply EF-5' });
        await lena.seesForm('Decline EF-5');
        await lena.fills({ Reason: 'Export the permissions first.' });
        await lena.submits();
        await tess.sees('declined EF-5', { in: 'tickets' });
      },
    },
    {
      name: 'Asked again, nobody answers in time',
      run: async () => {
        await asksForSecondAgent(tess);
        await stage.passes(pastTheLimit);
        await tess.sees('nobody confirmed EF-5 in time', { in: 'tickets' });
      },
    },
    {
      name: 'The third time Lena confirms, and the fix is begun',
      run: async () => {
        await asksForSecondAgent(tess);
        await lena.clicks('Confirm', { on: 'asks to apply EF-5', confirm: true });
        await tess.sees('Fix begun: EF-5 Account Permission Rebuild', { in: 'tickets' });
      },
    },
    {
      name: 'Tess verifies it and closes with root cause and follow-ups',
      run: async () => {
        await tess.types('/ticket verify 6', { in: 'tickets' });
        await tess.seesForm('Record result T-6');
        await tess.fills({
          Verification: 'Every user’s permissions follow from their roles',
          Evidence: 'The comparison with the roles shows no difference for any of the 31 users.',
        });
        await tess.submits();
        await tess.closes();
        await tess.types('/ticket close 6', { in: 'tickets' });
        await tess.seesForm('Close T-6');
        await tess.fills({
          'Resolution code': 'Solved at its root by an Extended Fix',
          Summary: 'The permissions were rebuilt from the roles.',
          'Follow-ups': ['Review the configuration', 'Watch for the same pattern'],
        });
        await tess.submits();
        await tess.closes();
        await tess.sees('Resolution code: root-cause-fixed', { in: 'tickets' });
      },
    },
    {
      name: 'Lena asks how tickets were closed',
      run: async () => {
        await lena.types('/ops report', { in: 'leads' });
        await lena.sees('root-cause-fixed: 1 (0)');
      },
    },
  ];
}

async function arrives(stage: Stage, externalId: string, title: string, account: string): Promise<void> {
  const answer = await stage.intake({
    externalId,
    title,
    description: `${title}. It began this morning.`,
    customerAccount: account,
    reportedPriority: 'P1',
  });
  expectThat(answer.status === 201, 'the portal is answered 201');
}

/** Taken, classified, acknowledged and confirmed. */
export async function readyForFixes(agent: Person, ticket: number, symptom: string): Promise<void> {
  await agent.types('/ticket next', { in: 'tickets' });
  await agent.sees(`T-${ticket} is yours`);
  await agent.types(`/classify ${ticket} AUTH P2`, { in: 'tickets' });
  await agent.seesForm(`Classify T-${ticket}`);
  await agent.fills({
    Symptom: symptom,
    'I have read the whole description and every attachment': true,
  });
  await agent.submits();
  await agent.clicks('Acknowledge');
  await agent.seesForm(`Acknowledge T-${ticket}`);
  await agent.submits();
  await agent.closes();
  await agent.clicks('Confirm', { on: 'send this message to the customer' });
  await agent.sees('Standard Fixes for this symptom', { in: 'tickets' });
}

async function asksForSecondAgent(agent: Person): Promise<void> {
  await agent.types('/apply-fix 6 EF-5', { in: 'tickets' });
  await agent.seesForm('Apply fix T-6');
  await agent.submits();
  await agent.closes();
  await agent.sees('Somebody else of Tier 2 Support or above confirms it', { in: 'tickets' });
}

async function refusesOneself(agent: Person): Promise<void> {
  await agent.clicks('Confirm', { on: 'asks to apply EF-5', confirm: true });
  await agent.sees('it takes another person');
}

function chosen(person: Person, label: string) {
  return person.form?.fields.find((field) => field.label === label)?.value;
}
