import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Desk } from '../desk/desk.ts';
import { checkInput, inputLimits, ticketInput } from '../desk/input.ts';
import { openTicket } from '../desk/open-ticket.ts';
import { system } from '../sop/actor.ts';
import { isGenuine } from './signature.ts';

const maxBytes = 256 * 1024;

const intakeInput = ticketInput.extend({
  externalId: z
    .string({ error: 'a text that names the request in your system' })
    .trim()
    .min(1, 'must not be empty')
    .max(inputLimits.externalId, `at most ${inputLimits.externalId} characters`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters'),
});

/**
 * `POST /intake`: a ticket from another system. 201 with the new ticket; 200 with the ticket this `externalId` made
 * before; 400 naming each bad field; 401 unsigned, wrongly signed or older than five minutes; 413 over 256 KiB.
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
  if (!input.ok) return reply(res, 400, { error: 'invalid', fields: namedFields(input.errors) });
  const { value } = input;
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
    },
  );
  if (outcome.kind !== 'done') throw new Error(`intake was answered '${outcome.kind}'`);
  const { number, title, status, customerAccount, reportedPriority, externalId, openedAt } = outcome.ticket;
  reply(res, outcome.events.length > 0 ? 201 : 200, {
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

/** A body that is no object at all has no field to name. */
function namedFields(errors: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).map(([path, message]) => [path || 'body', message]));
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
