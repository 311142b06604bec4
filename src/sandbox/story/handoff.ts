import type { Person } from '../person/person.ts';
import type { Step } from '../script.ts';
import type { MessageView } from '../sight.ts';
import type { Stage } from './cast.ts';
import { expectThat } from './expect.ts';

const minute = 60_000;
/** Twenty minutes before the early shift ends, and four. */
const preparation = '2026-03-02T09:40:00Z';
const beforeTheEnd = '2026-03-02T09:56:00Z';

/** What Ana writes of each of her six tickets: next action, waiting on, watch. */
const written = {
  7: ['Ask whether the webhooks arrive again', 'Tier 2 Support', null],
  9: ['Close it once their webhooks arrive', 'Tier 2 Support', null],
  10: ['Call them about the directory', 'Tier 2 Support', 'Their office closes at noon.'],
  14: ['Give it a category and a priority', 'Nobody', null],
  12: ['Ask which reports are slow', 'Nobody', 'The thirty minutes are nearly over.'],
  17: ['Classify it, and ask whether they are back', 'Nobody', 'It is late: the session came first.'],
} as const;

type Written = keyof typeof written;
const first: readonly Written[] = [7, 10];

/** HO: six tickets from Ana to Ben, with a question, an answer, and a breach that the record did not point out. */
export function handoff(stage: Stage): readonly Step[] {
  return [...preparing(stage), ...delivering(stage), ...takingOver(stage)];
}

function preparing(stage: Stage): readonly Step[] {
  const { ana } = stage.people;
  return [
    {
      name: 'Ana takes one more: six tickets are hers now',
      run: async () => {
        await ana.types('/ticket next', { in: 'tickets' });
        await ana.sees('T-12 is yours');
        await ana.types('/ticket mine');
        await ana.sees('You have 6 tickets in hand');
      },
    },
    {
      name: 'Twenty minutes before her shift ends, Ana is told to prepare her handoff',
      run: async () => {
        await itBecomes(stage, preparation);
        await ana.sees('all 6 of your open tickets', { in: 'dm' });
      },
    },
    {
      name: 'What waits now is for the next agent',
      run: async () => {
        await ana.types('/ticket next', { in: 'tickets' });
        await ana.sees('waits for the next agent');
      },
    },
    {
      name: 'Ana writes of two tickets, and puts the record aside',
      run: async () => {
        await ana.types('/handoff', { in: 'shift' });
        await ana.seesForm('Handoff record');
        for (const ticket of first) await writes(ana, ticket);
        await putsAside(ana);
      },
    },
  ];
}

function delivering(stage: Stage): readonly Step[] {
  const { ana, ben } = stage.people;
  return [
    {
      name: 'It is there as she left it; incomplete it is not delivered',
      run: async () => {
        await ana.types('/handoff', { in: 'shift' });
        await ana.seesForm('Handoff record');
        await ana.submits();
        await ana.seesForm('Handrail');
        expectThat(ana.formText().includes('Not written yet: T-1'), 'what is missing is named');
      },
    },
    {
      name: 'Ana writes the rest, and what is in no ticket, and delivers it',
      run: async () => {
        for (let next = offered(ana); next; next = offered(ana)) await writes(ana, next);
        await ana.clicks('Patterns and anomalies');
        await ana.seesForm('Patterns and anomalies');
        await ana.fills({
          'Patterns and anomalies': 'Webhooks: nothing new since the queue was restarted.',
          'Not in writing': 'The administrator of T-10 is easier on the phone than by mail.',
        });
        await ana.submits();
        await ana.seesForm('Handoff record');
        await ana.submits();
        await ana.seesForm('Handrail');
        expectThat(ana.formText().includes('Delivered'), 'it is delivered');
        await putsAside(ana);
      },
    },
    {
      name: 'Ana would go; until it is acknowledged she stays',
      run: async () => {
        await briefing(ana);
        await ana.types('/shift off', { in: 'shift' });
        await ana.sees('nobody is off shift until');
      },
    },
    {
      name: 'Ben comes on shift, reads, and flags what is unclear to him',
      run: async () => {
        await ben.types('/shift on', { in: 'shift' });
        await ben.sees('You are on shift until');
        await ben.clicks('Flag unclear', { on: written[10][0] });
        await ben.seesForm('Flag T-10');
        await ben.fills({ 'What is unclear': 'Whom do I call, the user or their administrator?' });
        await ben.submits();
        await putsAside(ben);
      },
    },
  ];
}

function takingOver(stage: Stage): readonly Step[] {
  const { ana, ben, lena } = stage.people;
  return [
    {
      name: 'He cannot acknowledge it before Ana has answered; she does',
      run: async () => {
        await ben.clicks('Acknowledge handoff', { on: await briefing(ben) });
        await ben.sees('has not answered yet');
        await ana.clicks('Answer', { on: 'Whom do I call' });
        await ana.seesForm('Answer T-10');
        await ana.fills({ Answer: 'The administrator; the user is away until noon.' });
        await ana.submits();
        await putsAside(ana);
        await ben.sees('The administrator; the user', { in: 'dm' });
      },
    },
    {
      name: 'They have spoken, and both say so',
      run: async () => {
        await ana.clicks('Briefing held', { on: await briefing(ana) });
        await ben.clicks('Briefing held', { on: await briefing(ben) });
        await ben.sees('outgoing: held · incoming: held', { in: 'shift' });
      },
    },
    {
      name: 'Ben acknowledges it before the hour: all six are his, by the time left',
      run: async () => {
        await itBecomes(stage, beforeTheEnd);
        await ben.clicks('Acknowledge handoff', { on: await briefing(ben) });
        await ben.sees('You have acknowledged the handoff of');
        await ben.sees('your queue by the time left', { in: 'dm' });
      },
    },
    {
      name: 'One was late already, and the record did not say so: Lena hears of it',
      run: async () => {
        await lena.sees('took over from @ana 1 ticket whose clock had run out', { in: 'leads' });
      },
    },
    {
      name: 'Ana finishes her list, and goes',
      run: async () => {
        const list = await ana.sees('Your shift “Early” ends', { in: 'dm' });
        await ana.clicks('Done: Patterns and anomalies are written down, or there were none', { on: list });
        await ana.types('/shift off', { in: 'shift' });
        await ana.sees('You are off shift.');
      },
    },
  ];
}

const briefing = (person: Person): Promise<MessageView> => person.sees(/^Handoff: Early/, { in: 'shift' });

async function writes(agent: Person, ticket: Written): Promise<void> {
  const [nextAction, waitingOn, watch] = written[ticket];
  await agent.clicks(`Write T-${ticket}`);
  await agent.seesForm(`Handoff T-${ticket}`);
  await agent.fills({ 'Next action': nextAction, 'Waiting on': waitingOn, Watch: watch });
  await agent.submits();
  await agent.seesForm('Handoff record');
}

/** What the record asks for next: what is late comes first. */
function offered(agent: Person): Written | undefined {
  const button = agent.form?.buttons.find((label) => label.startsWith('Write T-'));
  return button === undefined ? undefined : (Number(button.slice('Write T-'.length)) as Written);
}

async function putsAside(person: Person): Promise<void> {
  while (person.form) await person.closes();
}

async function itBecomes({ clock, passes }: Stage, at: string): Promise<void> {
  await passes(Math.ceil((Date.parse(at) - clock.now().getTime()) / minute));
}
