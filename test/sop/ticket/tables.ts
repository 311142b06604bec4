import { expect, test } from 'vitest';
import type { Actor } from '../../../src/sop/actor.ts';
import type { Refusal } from '../../../src/sop/decision.ts';
import type { TicketCommand } from '../../../src/sop/ticket/decide.ts';
import { type Case, decide, having, refusalOf, typesOf } from './support.ts';

/** What the refusal says; only what is named is compared. */
type No = Partial<Omit<Refusal, 'reason'>> & { clause: Refusal['clause']; reason: RegExp };

/** Given, when at so many minutes after Monday 09:00 by whom, then: the types of the events, or the refusal. */
export type Row = readonly [
  name: string,
  given: () => Case,
  minutes: number,
  actor: Actor,
  command: TicketCommand | ((given: Case) => TicketCommand),
  then: readonly string[] | No,
];

export function rows(table: readonly Row[]): void {
  test.each(table)('%s', (_, given, minutes, actor, command, then) => {
    const before = given();
    const made = typeof command === 'function' ? command(before) : command;
    const decision = decide(before, minutes, actor, made);
    if (!('clause' in then)) {
      expect(typesOf(decision)).toEqual(then);
      having(before, minutes, actor, made);
      return;
    }
    const { reason, ...others } = then;
    const refusal = refusalOf(decision);
    expect(refusal).toMatchObject(others);
    expect(refusal.reason).toMatch(reason);
    expect(refusal.reason).toMatch(/^[A-Z<].*\.$/s);
  });
}
