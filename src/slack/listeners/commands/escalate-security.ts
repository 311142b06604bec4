import { actions } from '../../ids.ts';
import { handleReportSecurityForm } from '../security.ts';
import { withTicket } from '../ticket-choice.ts';
import type { CommandForm } from './command.ts';

/** SEC-1: `/escalate security N`. */
export const escalateSecurity: CommandForm = {
  word: 'security',
  usage: 'security [N]',
  summary: 'a suspected breach, unauthorized access or exposure: to the Team Leads at once',
  opensForm: true,
  run: (bot, asked, words) =>
    withTicket(bot, asked, words, { verb: 'report', action: actions.reportSecurity }, (ticket) =>
      handleReportSecurityForm(bot, asked, ticket),
    ),
};
