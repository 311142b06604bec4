import { commandTicket } from '../../desk/command-ticket.ts';
import type { Outcome } from '../../desk/desk.ts';
import { checkInput, evidenceInput, inputLimits, reasonInput } from '../../desk/input.ts';
import type { FixOutcome } from '../../sop/ticket/commands/record-result.ts';
import { type Fix, findFix, isExtended } from '../../sop/ticket/ladder.ts';
import { type Answer, fieldError, say } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { type ApplyFixMetadata, applyFixFields, noTransactionWords } from '../views/forms/apply-fix.ts';
import { type RecordResultMetadata, recordResultFields } from '../views/forms/record-result.ts';
import { buildTicketStep } from '../views/short-answers.ts';
import { buildStated } from '../views/stated.ts';
import type { Asked } from './asked.ts';
import { answerOutcome } from './outcome.ts';
import type { Submission } from './submission.ts';
import { optionalText } from './written-text.ts';

type Entered = { ticket: number; account: string; fix: Fix; reason: string | null; stated: boolean };

/** T1-6, T1-7, T2-7: begins the fix, sets it aside, or takes the way of one that cannot be undone. */
export async function handleApplyFix(
  bot: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket, account } = JSON.parse(metadata) as ApplyFixMetadata;
  const fix = findFix(bot.desk.sop.pack, fields.one(applyFixFields.fix) ?? '');
  if (!fix) return fieldError(applyFixFields.fix, 'choose a fix');
  const reason = optionalText(fields, applyFixFields.reason, reasonInput);
  if (!reason.ok) return reason.answer;
  const entered: Entered = {
    ticket,
    account,
    fix,
    reason: reason.value,
    stated: fields.many(applyFixFields.noTransaction(fix.id)).length > 0,
  };
  if (fields.one(applyFixFields.decision(fix.id)) === 'notApplicable') return setAside(bot, asked, entered);
  if (fix.irreversible === undefined) return begin(bot, asked, entered);
  if (isExtended(fix)) return askSecondAgent(bot, asked, entered);
  // A statement made before is not taken for this one: what cannot be undone is asked for each time.
  if (!entered.stated)
    return fieldError(
      applyFixFields.noTransaction(fix.id),
      `T1-7: make sure, then tick “${noTransactionWords}”`,
    );
  return state(bot, asked, entered, fix.irreversible);
}

async function setAside({ desk }: Bot, asked: Asked, { ticket, fix, reason }: Entered): Promise<Answer> {
  if (!reason) return fieldError(applyFixFields.reason, 'T1-6: say why it is not applicable');
  const outcome = await commandTicket(desk, asked, ticket, { type: 'setFixAside', fix: fix.id, reason });
  return answerOutcome(outcome, (after) =>
    say(buildTicketStep(after, desk.sop.pack, `${fix.id} is set aside on T-${ticket}.`)),
  );
}

async function begin({ desk }: Bot, asked: Asked, { ticket, fix, reason }: Entered): Promise<Answer> {
  const command = { type: 'applyFix', fix: fix.id, repeatReason: reason } as const;
  const outcome = await commandTicket(desk, asked, ticket, command);
  return (
    reasonError(outcome) ??
    answerOutcome(outcome, (begun) =>
      say(
        buildTicketStep(
          begun,
          desk.sop.pack,
          `${fix.id} is under way on T-${ticket}. Its steps are in the thread.`,
        ),
      ),
    )
  );
}

async function state(
  { desk }: Bot,
  asked: Asked,
  { ticket, account, fix, reason }: Entered,
  irreversible: string,
): Promise<Answer> {
  const outcome = await commandTicket(desk, asked, ticket, {
    type: 'stateNoTransaction',
    fix: fix.id,
    account,
    repeatReason: reason,
  });
  return (
    reasonError(outcome) ??
    answerOutcome(outcome, () => say(buildStated(ticket, account, fix, irreversible, reason, desk.sop.pack)))
  );
}

async function askSecondAgent({ desk }: Bot, asked: Asked, entered: Entered): Promise<Answer> {
  const { ticket, fix, reason } = entered;
  const command = { type: 'requestConfirmation', fix: fix.id, repeatReason: reason } as const;
  const outcome = await commandTicket(desk, asked, ticket, command);
  return (
    reasonError(outcome) ??
    answerOutcome(outcome, (waiting) =>
      say(
        buildTicketStep(
          waiting,
          desk.sop.pack,
          `A second agent is asked in the thread of T-${ticket} to confirm ${fix.id}.`,
        ),
      ),
    )
  );
}

/** T2-1: a repeat without a reason is refused where the reason is entered; who may not repeat at all is not asked for one. */
function reasonError(outcome: Outcome): Answer | null {
  if (outcome.kind !== 'refused') return null;
  const { action, clause, reason } = outcome.refusal;
  return action === 'fix.repeat' && clause === 'T2-1'
    ? fieldError(applyFixFields.reason, `${clause}: ${reason}`)
    : null;
}

/** T1-8: what is wrong with a verification is said at its field; everything else entered stays. */
export async function handleRecordResult(
  { desk }: Bot,
  asked: Asked,
  { fields, metadata }: Submission,
): Promise<Answer> {
  const { ticket, fix, verifying } = JSON.parse(metadata) as RecordResultMetadata;
  const outcome: FixOutcome | null = outcomeOf(fields.one(recordResultFields.outcome));
  if (!outcome) return fieldError(recordResultFields.outcome, 'choose what came of it');
  const verification = fields.one(recordResultFields.verification);
  if (verifying && outcome === 'resolved' && !verification)
    return fieldError(recordResultFields.verification, 'T1-8: choose the step that you went through');
  const written = fields.long(recordResultFields.evidence, inputLimits.evidence);
  const evidence = written ? checkInput(evidenceInput, written) : null;
  if (evidence && !evidence.ok) return fieldError(recordResultFields.evidence, evidence.errors[''] ?? '');
  const result = await commandTicket(desk, asked, ticket, {
    type: 'recordResult',
    fix,
    outcome,
    verification,
    evidence: evidence?.value ?? null,
  });
  if (result.kind === 'refused' && result.refusal.action === 'ticket.verify')
    return fieldError(
      verification || outcome === 'persists' ? recordResultFields.evidence : recordResultFields.verification,
      `${result.refusal.clause}: ${result.refusal.reason}`,
    );
  return answerOutcome(result, (after) =>
    say(buildTicketStep(after, desk.sop.pack, `The result of ${fix} is on the record of T-${ticket}.`)),
  );
}

function outcomeOf(value: string | null): FixOutcome | null {
  return value === 'resolved' || value === 'persists' ? value : null;
}
