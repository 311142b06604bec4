import type { UserId } from '../../actor.ts';
import { accepted, type Refusal, refused } from '../../decision.ts';
import type { ShiftDeciders } from '../chapter.ts';
import type { ShiftContext } from '../facts.ts';
import type { ShiftState } from '../state.ts';
import { decideAcknowledge, decideNameIncoming, decideRecordBriefing, nameRefusal } from './acknowledge.ts';
import { answerFlagRefusal, decideAnswerFlag, decideFlag, flagRefusal } from './flags.ts';
import { decideDeliver, decideWriteAnomalies, decideWriteEntry } from './prepare.ts';

export type HandoffCommand =
  /** HO-2. An empty `watch` points nothing out. */
  | { type: 'writeEntry'; ticket: number; nextAction: string; waitingOn: string; watch: string | null }
  | {
      type: 'writeAnomalies';
      patterns: string | null;
      notInWriting: string | null;
      managerReachable: boolean | null;
    }
  | { type: 'deliverHandoff' }
  /** HO-3: a lead says who is to acknowledge it. */
  | { type: 'nameIncoming'; person: UserId }
  | { type: 'recordShiftBriefing'; held: boolean }
  /** HO-4. */
  | { type: 'flagTicket'; ticket: number; words: string }
  | { type: 'answerFlag'; flag: number; words: string }
  | { type: 'acknowledgeHandoff' }
  /** Somebody wants to begin a form: who may not is refused before a word is written. */
  | { type: 'prepareHandoffForm'; form: HandoffForm };

export type HandoffForm = { of: 'flag'; ticket: number } | { of: 'answer'; flag: number } | { of: 'name' };

export const handoffDeciders: ShiftDeciders<HandoffCommand> = {
  writeEntry: decideWriteEntry,
  writeAnomalies: decideWriteAnomalies,
  deliverHandoff: decideDeliver,
  nameIncoming: decideNameIncoming,
  recordShiftBriefing: decideRecordBriefing,
  flagTicket: decideFlag,
  answerFlag: decideAnswerFlag,
  acknowledgeHandoff: decideAcknowledge,
  prepareHandoffForm: ({ form }, shift, context) => {
    const refusal = formRefusal(form, shift, context);
    return refusal ? refused(refusal) : accepted();
  },
};

function formRefusal(form: HandoffForm, shift: ShiftState, context: ShiftContext): Refusal | null {
  switch (form.of) {
    case 'flag':
      return flagRefusal(form.ticket, shift, context);
    case 'answer':
      return answerFlagRefusal(form.flag, shift, context);
    case 'name':
      return nameRefusal(shift, context);
  }
}
