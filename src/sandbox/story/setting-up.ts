import type { Step } from '../script.ts';
import type { Stage } from './cast.ts';

/** Before the first ticket: the channels and the roster, by the manager whom the settings named. */
export function settingUp({ people: { max, ana } }: Stage): readonly Step[] {
  return [
    {
      name: 'Max says which channels are the desk’s',
      run: async () => {
        await max.types('/ops setup', { in: 'leads' });
        await max.fills({
          'Tickets channel': '#tickets',
          'Shift channel': '#shift',
          'Leads channel': '#leads',
          'Stakeholders channel': '#stakeholders',
        });
        await max.submits();
        await max.seesForm('Handrail');
        await max.closes();
      },
    },
    {
      name: 'Max puts the others on the roster',
      run: async () => {
        await max.types('/ops roster add @ana tier1', { in: 'leads' });
        await max.types('/ops roster add @ben tier1');
        await max.types('/ops roster add @tess tier2');
        await max.types('/ops roster add @lena lead');
        await max.sees('@lena is on the roster as Team Lead');
        await max.types('/ops roster list');
        await max.sees('Tier 1 Support: @ana, @ben');
      },
    },
    {
      name: 'Ana tries what is a manager’s to do; nothing was done, so she withdraws the draft; she asks what is hers',
      run: async () => {
        await ana.types('/ops roster add @ben lead', { in: 'tickets' });
        await ana.sees('AU-5');
        await ana.clicks('Withdraw', {
          on: await ana.sees('An attempt to change the roster', { in: 'dm' }),
          confirm: true,
        });
        await ana.sees('is withdrawn');
        await ana.types('/ops can-i override a priority');
        await ana.sees('Team Lead or above may');
      },
    },
  ];
}
