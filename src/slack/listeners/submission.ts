import type { Answer } from '../answer.ts';
import type { Bot } from '../bot.ts';
import type { Asked } from './asked.ts';
import type { FieldValues } from './field-values.ts';

/** A form that was submitted: the id of its view decides, `metadata` says what it is about. */
export type Submission = { fields: FieldValues; metadata: string };

export type SubmissionHandler = (bot: Bot, asked: Asked, submission: Submission) => Promise<Answer>;
