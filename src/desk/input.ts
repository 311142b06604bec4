import { z } from 'zod';
import { priorityCodes } from '../sop/pack/schema.ts';

/** How long what people enter may be, in characters. */
export const inputLimits = {
  title: 150,
  description: 50_000,
  customerAccount: 100,
  externalId: 200,
  attachments: 50,
  attachmentName: 200,
  attachmentUrl: 2000,
  note: 10_000,
  reason: 1000,
  evidence: 10_000,
  finding: 10_000,
  /** Each of what an exception says: all of them stand in one message. */
  exceptionText: 2000,
  /** Of a case in another system. */
  reference: 200,
  /** Of a ticket in a handoff record: four of them, with their questions, fit one message. */
  nextAction: 800,
  waitingOn: 300,
  watch: 600,
  /** Of a question about such a ticket, and of its answer. */
  flag: 600,
  /** Of what a whole shift leaves. */
  patterns: 2000,
  notInWriting: 1000,
  /** One Slack text field. */
  message: 3000,
} as const;

/** Nothing to see: spaces, zero-width characters, direction marks, fillers and variation selectors alone. */
const invisible = /^[\s\p{Cf}\p{Zs}\p{Default_Ignorable_Code_Point}\u2800]*$/u;
/** Control characters mean nothing in a text, and the database takes no NUL; line ends and tabs stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

export function isInvisible(text: string): boolean {
  return invisible.test(text);
}

/** What somebody wrote, kept as written but for what no text can hold: control characters and broken surrogates. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(controls, '').trim();
}

function text(maxLength: number) {
  return z
    .string({ error: 'write some text' })
    .transform(cleanText)
    .refine((value) => !isInvisible(value), 'write something that can be read')
    .refine((value) => value.length <= maxLength, `at most ${maxLength.toLocaleString('en')} characters`);
}

function oneLine(maxLength: number) {
  return text(maxLength).transform((value) => value.replace(/\s*\n\s*/g, ' '));
}

const attachment = z.object({
  name: oneLine(inputLimits.attachmentName),
  url: oneLine(inputLimits.attachmentUrl).refine(
    isWebAddress,
    'a web address beginning with https:// or http://',
  ),
});

/** The form to classify shows a ticket whole, and Slack takes 250 KB a form: so much is left for these. */
const wholeBytes = 220_000;

export const ticketInput = z
  .object({
    title: oneLine(inputLimits.title),
    description: text(inputLimits.description),
    customerAccount: oneLine(inputLimits.customerAccount),
    reportedPriority: z.enum(priorityCodes, { error: `one of ${priorityCodes.join(', ')}` }).nullish(),
    attachments: z
      .array(attachment)
      .max(inputLimits.attachments, `at most ${inputLimits.attachments}`)
      .optional(),
  })
  .refine(
    ({ description, attachments }) =>
      Buffer.byteLength(JSON.stringify([description, attachments])) <= wholeBytes,
    { path: ['description'], error: `with the attachments at most ${wholeBytes.toLocaleString('en')} bytes` },
  );

export const titleInput = oneLine(inputLimits.title);
export const noteInput = text(inputLimits.note);
export const reasonInput = text(inputLimits.reason);
export const nextActionInput = text(inputLimits.nextAction);
export const waitingOnInput = text(inputLimits.waitingOn);
export const watchInput = text(inputLimits.watch);
export const flagInput = text(inputLimits.flag);
export const patternsInput = text(inputLimits.patterns);
export const notInWritingInput = text(inputLimits.notInWriting);
export const accountInput = oneLine(inputLimits.customerAccount);
export const messageInput = text(inputLimits.message);
export const referenceInput = oneLine(inputLimits.reference);
export const evidenceInput = text(inputLimits.evidence);
export const findingInput = text(inputLimits.finding);
export const exceptionInput = text(inputLimits.exceptionText);
export const linkInput = oneLine(inputLimits.attachmentUrl).refine(
  isWebAddress,
  'a web address beginning with https:// or http://',
);

export type Checked<T> = { ok: true; value: T } | { ok: false; errors: Readonly<Record<string, string>> };

/** Checks input and names every bad field by its path: `title`, `attachments[2].url`. */
export function checkInput<T>(schema: z.ZodType<T>, input: unknown): Checked<T> {
  const result = schema.safeParse(input);
  if (result.success) return { ok: true, value: result.data };
  const errors: Record<string, string> = {};
  for (const { path, message } of result.error.issues) errors[pathWords(path)] ??= message;
  return { ok: false, errors };
}

function pathWords(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('');
}

function isWebAddress(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
}
