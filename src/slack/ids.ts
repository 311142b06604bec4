/** Every name that Slack sends back to us, once. Listeners, views and the manifests use these and no others. */
export const commands = [
  '/ticket',
  '/classify',
  '/apply-fix',
  '/escalate',
  '/handoff',
  '/exception',
  '/shift',
  '/ops',
] as const;
export type CommandName = (typeof commands)[number];

export const shortcuts = { openTicket: 'ticket_new', openTicketFromMessage: 'ticket_from_message' } as const;

/** Buttons. The value of each is the ticket's number, where there is one. */
export const actions = {
  open: 'open',
  takeNext: 'take_next',
  take: 'take',
  classify: 'classify',
  chooseCategory: 'choose_category',
  acknowledge: 'acknowledge',
  confirmSent: 'confirm_sent',
  acceptTransfer: 'accept_transfer',
  declineTransfer: 'decline_transfer',
  resume: 'resume',
  escalate: 'escalate',
  acceptEscalation: 'accept_escalation',
  acceptPage: 'accept_page',
  briefingHeld: 'briefing_held',
  briefingUnavailable: 'briefing_unavailable',
  applyFix: 'apply_fix',
  chooseFix: 'choose_fix',
  applyStated: 'apply_stated',
  recordResult: 'record_result',
  verify: 'verify',
  investigate: 'investigate',
  pullDiagnostics: 'pull_diagnostics',
  confirmFix: 'confirm_fix',
  declineFix: 'decline_fix',
  close: 'close',
  reopen: 'reopen',
  reportSecurity: 'report_security',
  handOver: 'hand_over',
  overridePriority: 'override_priority',
  choosePriority: 'choose_priority',
  sendUpdate: 'send_update',
  closingNote: 'closing_note',
  checkIn: 'check_in',
  redirect: 'redirect',
  /** The menu of what is rarely done. */
  more: 'more',
  show: 'show',
  why: 'why',
  page: 'page',
  mine: 'mine',
  incidentStep: 'incident_step',
  showIncident: 'show_incident',
  executive: 'executive',
  logException: 'log_exception',
  /** `dispute:3`: what is done with an exception. */
  exceptionStep: 'exception_step',
  showException: 'show_exception',
  /** `flagged:2`: a page of the Exception Register. */
  register: 'register',
  documents: 'documents',
  confirmDocument: 'confirm_document',
  shiftOn: 'shift_on',
  handoffRecord: 'handoff_record',
  handoffEntry: 'handoff_entry',
  handoffRemarks: 'handoff_remarks',
  acknowledgeHandoff: 'acknowledge_handoff',
  nameIncoming: 'name_incoming',
  flagUnclear: 'flag_unclear',
  answerFlag: 'answer_flag',
  shiftBriefingHeld: 'shift_briefing_held',
  shiftBriefingMissing: 'shift_briefing_missing',
  whoIsOn: 'who_is_on',
  withdrawCover: 'withdraw_cover',
  shiftPlanPage: 'shift_plan_page',
  shiftPlanStep: 'shift_plan_step',
  tickItem: 'tick_item',
  lookAgain: 'look_again',
  setup: 'setup',
  roster: 'roster',
  /** Beside the button of a refusal: asking to be allowed once, saying that the rule is wrong. */
  aboutRefusal: 'about_refusal',
  authorize: 'authorize',
  declineAuthorization: 'decline_authorization',
} as const;
export type ActionName = (typeof actions)[keyof typeof actions];

/** Forms, by the callback id of their view. */
export const forms = {
  openTicket: 'open_ticket',
  takeOutOfOrder: 'take_out_of_order',
  classify: 'classify',
  acknowledge: 'acknowledge',
  declineTransfer: 'decline_transfer',
  escalate: 'escalate',
  acceptEscalation: 'accept_escalation',
  applyFix: 'apply_fix',
  recordResult: 'record_result',
  investigate: 'investigate',
  declineFix: 'decline_fix',
  close: 'close',
  reopen: 'reopen',
  incidentStep: 'incident_step',
  executive: 'executive',
  reportSecurity: 'report_security',
  handOver: 'hand_over',
  overridePriority: 'override_priority',
  overrideSla: 'override_sla',
  sendUpdate: 'send_update',
  closingNote: 'closing_note',
  checkIn: 'check_in',
  redirect: 'redirect',
  handoffRecord: 'handoff_record',
  handoffEntry: 'handoff_entry',
  handoffRemarks: 'handoff_remarks',
  nameIncoming: 'name_incoming',
  flagUnclear: 'flag_unclear',
  answerFlag: 'answer_flag',
  setup: 'setup',
  shiftPattern: 'shift_pattern',
  shiftDay: 'shift_day',
  shiftCover: 'shift_cover',
  askAuthorization: 'ask_authorization',
  answerAuthorization: 'answer_authorization',
  flagCalibration: 'flag_calibration',
  logException: 'log_exception',
  answerException: 'answer_exception',
  exceptionOutcome: 'exception_outcome',
} as const;
export type FormName = (typeof forms)[keyof typeof forms];

/** An action id that may stand several times on one surface: `take:12`. Slack wants each id once. */
export function actionId(name: ActionName, about: number | string): string {
  return `${name}:${about}`;
}

/** Matches an action with and without what it is about. */
export function actionPattern(name: ActionName): RegExp {
  return new RegExp(`^${name}(:.*)?$`);
}
