import type { Refusal } from '../../sop/decision.ts';
import { actions } from '../ids.ts';
import { type MenuSpec, option } from './elements.ts';

/** What can be chosen beside the button of a refusal. */
export const refusalChoices = { ask: 'ask', calibration: 'calibration', exception: 'exception' } as const;

/**
 * The menu of a refusal: asking to be allowed once where that is possible (AU-6), the rule itself (AU-7), and that
 * something else was done (EX-3).
 */
export function refusalMenu({
  action,
  clause,
  ticket,
  ask,
}: Pick<Refusal, 'action' | 'clause' | 'ticket' | 'ask'>): MenuSpec {
  return {
    action: actions.aboutRefusal,
    about: `${ticket ?? 'desk'}:${action}:${clause}`,
    options: [
      ...(ask ? [option('Ask for authorization', refusalChoices.ask)] : []),
      option('This rule is badly calibrated', refusalChoices.calibration),
      option('Log exception', refusalChoices.exception),
    ],
  };
}
