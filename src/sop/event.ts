import type { ClauseId } from './clauses.ts';

/** One kind of event: what it holds is plain JSON. Who and when is in the envelope. */
type EventOf<Payloads, Type extends keyof Payloads> = {
  type: Type;
  clause: ClauseId;
  payload: Payloads[Type];
};

/** The events of one kind of record, from what each of them holds. */
export type EventsOf<Payloads> = { [Type in keyof Payloads]: EventOf<Payloads, Type> }[keyof Payloads];

/**
 * Makes the events of a record that rest on one clause each; the others, such as a refused attempt, bring their own.
 * Called twice, since what the events hold is named and the clauses are not.
 */
export function restingOn<Payloads>() {
  return <Resting extends keyof Payloads>(clauseOf: Readonly<Record<Resting, ClauseId>>) =>
    <Type extends Resting>(type: Type, payload: Payloads[Type]): EventOf<Payloads, Type> => ({
      type,
      clause: clauseOf[type],
      payload,
    });
}
