import type { Person } from '../person/person.ts';
import type { Step } from '../script.ts';
import type { Stage } from './cast.ts';
import { expectThat } from './expect.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

const agentItems = [
  'I have read the handoff record left for me',
  'The queue is checked for tickets at or near breach',
  'I have gone through the status alerts since the last shift',
];
const leadItems = [
  'Open priority overrides are reviewed',
  'The escalation path is staffed: a manager can be reached',
  'The shift is briefed on known risks',
];

/** CK: the desk begins to work in shifts; whoever takes tickets comes on first. */
export function shifts({ people: { ana, tess, lena } }: Stage): readonly Step[] {
  return [
    {
      name: 'Lena plans the shifts; what the first one leaves open is told',
      run: async () => {
        await lena.types('/ops shifts', { in: 'leads' });
        await lena.seesForm('Shifts');
        await plans(lena, { Name: 'Early', Start: '08:00', End: '11:00', People: ['ana'] });
        expectThat(lena.formText().includes('No Team Lead or manager is on shift'), 'gaps are told');
      },
    },
    {
      name: 'With two more there is no gap in the week',
      run: async () => {
        await lena.clicks('Shifts');
        await plans(lena, { Name: 'Late', Start: '11:00', End: '17:45', People: ['ben'] });
        await lena.clicks('Shifts');
        await plans(lena, {
          Name: 'Day',
          Start: '08:00',
          End: '17:45',
          People: ['tess', 'lena'],
          Positions: ['Tier 2 Support', 'Team Lead'],
        });
        await lena.clicks('Shifts');
        await lena.seesForm('Shifts');
        expectThat(lena.formText().includes('11:00–17:45 “Late”'), 'the week is shown');
        await lena.closes();
      },
    },
    {
      name: 'Tess and Lena come on shift, each with a list: Handrail says what it sees, they say the rest',
      run: async () => {
        for (const [person, items] of [
          [tess, agentItems],
          [lena, leadItems],
        ] as const) {
          await person.types('/shift on', { in: 'shift' });
          await person.sees('You are on shift until');
          await ticks(person, items);
        }
      },
    },
    {
      name: 'Ana would take the next ticket; she comes on shift first',
      run: async () => {
        await ana.types('/ticket next', { in: 'tickets' });
        await ana.sees('You are not on shift');
        await ana.clicks('Go on shift', { on: 'You are not on shift' });
        await ana.sees('You are on shift until');
      },
    },
    {
      name: 'Ana goes through hers',
      run: async () => {
        await ticks(ana, agentItems);
      },
    },
  ];
}

/** Their own list: what Handrail sees is ticked already. */
async function ticks(person: Person, items: readonly string[]): Promise<void> {
  const list = await person.sees(/^Your shift “\w+” b/, { in: 'dm' });
  for (const item of items) await person.clicks(`Done: ${item}`, { on: list });
  await person.sees('the list is done', { in: 'dm' });
}

type Planned = {
  Name: string;
  Start: string;
  End: string;
  People: string[];
  Positions?: string[];
};

async function plans(lead: Person, shift: Planned): Promise<void> {
  await lead.seesForm('Shifts');
  await lead.clicks('New shift');
  await lead.seesForm('New shift');
  await lead.fills({ Days: weekdays, 'Time zone': 'Europe/Berlin', ...shift });
  await lead.submits();
  await lead.seesForm('Handrail');
  expectThat(lead.formText().includes(`“${shift.Name}” is saved.`), `${shift.Name} is planned`);
}
