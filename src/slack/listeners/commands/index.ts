import { applyFixCommand } from './apply-fix.ts';
import { classifyCommand } from './classify.ts';
import type { Command } from './command.ts';
import { escalateCommand } from './escalate.ts';
import { exceptionCommand } from './exception.ts';
import { handoffCommand } from './handoff.ts';
import { opsCommand } from './ops.ts';
import { shiftCommand } from './shift.ts';
import { ticketCommand } from './ticket.ts';

/** Every slash command. A test keeps this, `ids.ts` and the manifests in step. */
export const commandList: readonly Command[] = [
  ticketCommand,
  classifyCommand,
  applyFixCommand,
  escalateCommand,
  handoffCommand,
  exceptionCommand,
  shiftCommand,
  opsCommand,
];
