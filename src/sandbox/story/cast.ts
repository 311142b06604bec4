import type { Handrail } from '../../main.ts';
import { channelRoles } from '../../sop/notice.ts';
import type { SandboxClock } from '../clock.ts';
import type { Person } from '../person/person.ts';
import type { Workspace } from '../workspace.ts';

/** The people of the story: two agents of tier 1, one of tier 2, a team lead and an operations manager. */
export type Cast = Record<'ana' | 'ben' | 'tess' | 'lena' | 'max', Person>;

/** All that a step of the story can use. */
export type Stage = {
  workspace: Workspace;
  clock: SandboxClock;
  handrail: Handrail;
  people: Cast;
  /** Time passes, minute by minute: all that falls due on the way is told when it does. */
  passes(minutes: number): Promise<void>;
  /** Posts to the intake endpoint, signed, as a customer portal does. */
  intake(ticket: Readonly<Record<string, unknown>>): Promise<Response>;
};

export function castPeople(workspace: Workspace): Cast {
  const cast = {
    ana: workspace.addPerson({ name: 'ana', realName: 'Ana' }),
    ben: workspace.addPerson({ name: 'ben', realName: 'Ben' }),
    tess: workspace.addPerson({ name: 'tess', realName: 'Tess' }),
    lena: workspace.addPerson({ name: 'lena', realName: 'Lena' }),
    max: workspace.addPerson({ name: 'max', realName: 'Max' }),
  };
  const everybody = Object.values(cast);
  for (const role of channelRoles) workspace.addChannel(role, { members: everybody, bot: true });
  workspace.addChannel('general', { members: everybody, bot: false });
  return cast;
}
