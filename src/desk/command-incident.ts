import type { Refusal } from '../sop/decision.ts';
import { decideIncident, type IncidentCommand } from '../sop/incident/decide.ts';
import { type IncidentEvent, incidentAttemptRefused } from '../sop/incident/events.ts';
import type { IncidentState } from '../sop/incident/state.ts';
import type { Recorded } from '../sop/recorded.ts';
import { lockIncident } from '../store/claims.ts';
import { isCarriedOut } from '../store/events.ts';
import { contextOf, type Desk, type Request } from './desk.ts';
import { inRequest } from './in-transaction.ts';
import { timed } from './timed.ts';
import { writeIncident } from './write.ts';

export type IncidentOutcome =
  | { kind: 'done'; incident: IncidentState; events: readonly Recorded<IncidentEvent>[] }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'unknownIncident'; number: number }
  | { kind: 'repeated' };

/** What a person asks of an incident: locked, decided and written as a ticket is; a refusal is kept, as an attempt. */
export function commandIncident(
  desk: Desk,
  request: Request,
  number: number,
  command: Extract<IncidentCommand, { type: 'step' | 'prepare' }>,
): Promise<IncidentOutcome> {
  return timed(
    desk,
    () => command.type,
    () =>
      inRequest<IncidentOutcome>(desk, request, async (tx) => {
        const locked = await lockIncident(tx, desk.id, number);
        if (!locked) return { kind: 'unknownIncident', number };
        const context = contextOf(desk, request.actor);
        const decision = decideIncident(command, locked.state, context);
        if (decision.kind === 'refused' && (await isCarriedOut(tx, desk.id, request.requestKey)))
          return { kind: 'repeated' };
        const decided =
          decision.kind === 'accepted' ? decision.events : [incidentAttemptRefused(decision.refusal)];
        const { state, events } = await writeIncident(desk, tx, locked, request, context, decided);
        return decision.kind === 'refused'
          ? { kind: 'refused', refusal: decision.refusal }
          : { kind: 'done', incident: state, events };
      }),
  );
}
