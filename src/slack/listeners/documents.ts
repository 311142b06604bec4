import { executeOnDesk } from '../../desk/execute.ts';
import { readCurrency } from '../../desk/read-exception.ts';
import { readAs } from '../../desk/read-ticket.ts';
import { type Answer, form, nothing, refuse } from '../answer.ts';
import type { Bot } from '../bot.ts';
import { buildDocuments, type ConfirmValue, pageOf } from '../views/documents.ts';
import type { Asked } from './asked.ts';
import type { Click } from './click.ts';
import { answerUnread } from './outcome.ts';

/** `/ops documents`. `page` counts from 1. */
export async function handleDocuments({ desk }: Bot, asked: Asked, page: number): Promise<Answer> {
  const reading = await readAs(desk, asked, 'ticket.read', async () => ({
    kind: 'read',
    value: await readCurrency(desk),
  }));
  return reading.kind === 'read'
    ? form(buildDocuments(reading.value, desk.sop.pack, page))
    : answerUnread(reading);
}

/** DOC-2. */
export async function handleConfirmDocument({ desk }: Bot, asked: Asked, { value }: Click): Promise<Answer> {
  const { id, version } = JSON.parse(value) as ConfirmValue;
  const outcome = await executeOnDesk(desk, asked, { type: 'confirmDocument', id, version });
  switch (outcome.kind) {
    case 'done': {
      const currency = await readCurrency(desk);
      return form(buildDocuments(currency, desk.sop.pack, pageOf(currency, desk.sop.pack, id)));
    }
    case 'refused':
      return refuse(outcome.refusal);
    case 'repeated':
      return nothing;
  }
}
