import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { commandTicket } from '../desk/command-ticket.ts';
import type { Desk } from '../desk/desk.ts';
import { isDatabasePassing } from '../desk/in-transaction.ts';
import { checkInput, inputLimits, isInvisible, ticketInput } from '../desk/input.ts';
import { openTicket } from '../desk/open-ticket.ts';
import { faultId, logFault } from '../fault.ts';
import { system } from '../sop/actor.ts';
import { isGenuine } from './signature.ts';

const maxBytes = 256 * 1024;

const intakeInput = ticketInput.extend({
  security: z.boolean({ error: 'true or false' }).optional(),
  externalId: z
    .string({ error: 'a text that names the request in your system' })
    .transform((id) => id.normalize('NFC').trim())
    .refine((id) => !isInvisible(id), 'must not be empty')
    .refine((id) => id.length <= inputLimits.externalId, `at most ${inputLimits.externalId} characters`)
    .refine((id) => /^[^\p{Cc}\p{Cs}]*$/u.test(id), 'no control characters'),
});

/**
 * `POST /intake`: a ticket from another system. 201 with the new ticket; 200 with the ticket this `externalId` made
 * before; 400 naming each bad field; 401 unsigned, wrongly signed or older than five minutes; 413 over 256 KiB; 503 while
 * the database is away: sent again later, it makes one ticket.
 */
export async function handleIntake(
  desk: Desk,
  secret: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const body = await readBody(req);
  if (body === null) return reply(res, 413, { error: 'too_large', message: 'At most 256 KiB.' });
  const timestamp = req.headers['x-handrail-timestamp'];
  const signature = req.headers['x-handrail-signature'];
  if (!isGenuine(secret, one(timestamp), one(signature), body, desk.clock.now()))
    return reply(res, 401, {
      error: 'unauthorized',
      message: 'The signature is wrong, missing or older than five minutes.',
    });

  const json = parseJson(body);
  if (json === undefined) return reply(res, 400, { error: 'invalid', fields: { body: 'is not JSON' } });
  const input = checkInput(intakeInput, json);
  const fields = { ...unknownFields(json), ...(input.ok ? {} : namedFields(input.errors)) };
  if (!input.ok || Object.keys(fields).length > 0) return reply(res, 400, { error: 'invalid', fields });
  const { value } = input;
  try {
    await openAndReply(desk, value, res);
  } catch (error) {
    if (!isDatabasePassing(error)) throw error;
    const id = faultId();
    logFault(desk.log, id, error);
    res.setHeader('Retry-After', String(retryAfter));
    reply(res, 503, { error: 'unavailable', id });
  }
}

/** How long the sender is asked to wait, in seconds, when the database is away. */
const retryAfter = 10;

async function openAndReply(
  desk: Desk,
  value: z.infer<typeof intakeInput>,
  res: ServerResponse,
): Promise<void> {
  const outcome = await openTicket(
    desk,
    { actor: system, requestKey: null },
    {
      title: value.title,
      description: value.description,
      customerAccount: value.customerAccount,
      reportedPriority: value.reportedPriority ?? null,
      attachments: value.attachments ?? [],
      externalId: value.externalId,
      source: 'intake',
      message: null,
      security: value.security ?? false,
    },
  );
  if (outcome.kind !== 'done') throw new Error(`intake was answered '${outcome.kind}'`);
  const existing = outcome.events.length === 0;
  // SEC-1: the sender may find out later, too.
  if (value.security && existing && !outcome.ticket.security) {
    const report = { type: 'reportSecurity', note: null } as const;
    await commandTicket(desk, { actor: system, requestKey: null }, outcome.ticket.number, report);
  }
  const { number, title, status, customerAccount, reportedPriority, externalId, openedAt } = outcome.ticket;
  const answer = existing ? 200 : 201;
  // SEC-2: whoever asks again learns no more than that it is there.
  if (value.security || outcome.ticket.security)
    return reply(res, answer, { ticket: { id: `T-${number}`, number, externalId } });
  reply(res, answer, {
    ticket: {
      id: `T-${number}`,
      number,
      externalId,
      title,
      status,
      customerAccount,
      reportedPriority,
      openedAt,
    },
  });
}

/** The body, or null when it is too long; then the rest is not read. */
async function readBody(req: IncomingMessage): Promise<Buffer | null> {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk as Uint8Array);
    length += bytes.length;
    if (length > maxBytes) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** A misspelt field would be lost in silence: it is named instead. */
function unknownFields(json: unknown): Record<string, string> {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { body: 'must be a JSON object' };
  const unknown = Object.keys(json).filter((name) => !(name in intakeInput.shape));
  return Object.fromEntries(unknown.map((name) => [name, 'is not a field of a ticket']));
}

/** A body that is no object at all has no field to name; that has been said already. */
function namedFields(errors: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).filter(([path]) => path !== ''));
}

function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

function reply(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, {
    'Content-Type': 'application/json',
    // What was not read of a refused request must not be taken for the next one.
    ...(status === 413 ? { Connection: 'close' } : {}),
  });
  res.end(JSON.stringify(body));
}
