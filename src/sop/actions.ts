import type { Role } from './actor.ts';
import type { ClauseId } from './clauses.ts';

/** Lowest role that may do it, the clause it comes from, and words that follow "may". */
type Grant = { from: Role; clause: ClauseId; words: string };

/** AU-2: everyone on the desk. */
const tier1Actions = {
  'ticket.open': { from: 'tier1', clause: 'SC-1', words: 'open a ticket' },
  'ticket.take': { from: 'tier1', clause: 'T1-1', words: 'take a ticket' },
  'ticket.takeOutOfOrder': { from: 'tier1', clause: 'T1-1', words: 'take another ticket than the next one' },
  'ticket.transfer': { from: 'tier1', clause: 'T1-1', words: 'transfer a ticket' },
  'ticket.acceptTransfer': { from: 'tier1', clause: 'T1-1', words: 'accept or decline a transferred ticket' },
  'ticket.read': { from: 'tier1', clause: 'T1-2', words: 'read a ticket' },
  'ticket.note': { from: 'tier1', clause: 'HO-1', words: 'write a note on a ticket' },
  'ticket.link': { from: 'tier1', clause: 'ESL-3', words: 'link a customer account to a ticket' },
  'ticket.wait': { from: 'tier1', clause: 'HO-2', words: 'set a ticket waiting' },
  'ticket.resume': { from: 'tier1', clause: 'HO-2', words: 'resume a waiting ticket' },
  'ticket.classify': { from: 'tier1', clause: 'T1-3', words: 'classify a ticket' },
  'ticket.acknowledge': { from: 'tier1', clause: 'T1-4', words: 'acknowledge a ticket to the customer' },
  'ticket.verify': { from: 'tier1', clause: 'T1-8', words: 'verify a resolution' },
  'ticket.close': { from: 'tier1', clause: 'T1-9', words: 'close a resolved ticket' },
  'ticket.reopen': { from: 'tier1', clause: 'T1-9', words: 'reopen a closed ticket' },
  'ticket.redirect': { from: 'tier1', clause: 'SC-2', words: 'redirect what is out of scope' },
  'ticket.split': { from: 'tier1', clause: 'SC-2', words: 'split a ticket' },
  'ticket.escalate': { from: 'tier1', clause: 'AU-2', words: 'escalate a ticket' },
  'escalation.recordBriefing': {
    from: 'tier1',
    clause: 'T2-2',
    words: 'record a verbal handoff between tiers',
  },
  'fix.applyStandard': { from: 'tier1', clause: 'T1-5', words: 'apply a Standard Fix' },
  'fix.setAside': { from: 'tier1', clause: 'T1-6', words: 'set aside a Standard Fix that is not applicable' },
  'fix.recordResult': { from: 'tier1', clause: 'T1-8', words: 'record the result of a fix' },
  'security.report': { from: 'tier1', clause: 'SEC-1', words: 'report a security concern' },
  'exception.log': { from: 'tier1', clause: 'EX-3', words: 'log an exception' },
  'exception.flag': { from: 'tier1', clause: 'EX-4', words: 'flag an exception for SOP review' },
  'shift.setOwnStatus': { from: 'tier1', clause: 'HO-3', words: 'go on or off shift' },
  'shift.cover': { from: 'tier1', clause: 'HO-1', words: 'cover part of a shift' },
  'handoff.prepare': { from: 'tier1', clause: 'HO-2', words: 'prepare a handoff record' },
  'handoff.brief': { from: 'tier1', clause: 'HO-3', words: 'record a verbal briefing' },
  'handoff.acknowledge': { from: 'tier1', clause: 'HO-4', words: 'acknowledge a handoff record' },
  'handoff.flag': { from: 'tier1', clause: 'HO-4', words: 'flag an unclear ticket in a handoff record' },
  'handoff.answer': { from: 'tier1', clause: 'HO-4', words: 'answer a flag in a handoff record' },
  'checklist.complete': { from: 'tier1', clause: 'CK-4', words: 'complete a shift checklist' },
  'authorization.request': { from: 'tier1', clause: 'AU-6', words: 'request a one-off authorization' },
  'calibration.flag': { from: 'tier1', clause: 'AU-7', words: 'flag a badly calibrated rule for SOP review' },
} as const satisfies Record<string, Grant>;

/** AU-3. */
const tier2Actions = {
  'config.read': { from: 'tier2', clause: 'AU-3', words: 'read configuration' },
  'escalation.accept': { from: 'tier2', clause: 'T2-1', words: 'accept a ticket escalated to tier 2' },
  'ticket.acknowledgeTier2': { from: 'tier2', clause: 'T2-3', words: 'send the tier 2 acknowledgement' },
  'diagnostics.pull': { from: 'tier2', clause: 'T2-4', words: 'pull the diagnostic package' },
  'investigation.record': { from: 'tier2', clause: 'T2-5', words: 'record a finding of the investigation' },
  'cause.record': { from: 'tier2', clause: 'T2-5', words: 'record a proximate or root cause' },
  'fix.repeat': { from: 'tier2', clause: 'T2-1', words: 'repeat a step already done' },
  'fix.applyExtended': { from: 'tier2', clause: 'T2-6', words: 'apply an Extended Fix' },
  'fix.confirmExtended': { from: 'tier2', clause: 'T2-7', words: 'confirm an Extended Fix as second agent' },
  'ticket.closeTier2': { from: 'tier2', clause: 'T2-8', words: 'close a ticket with its root cause record' },
  'incident.draft': { from: 'tier2', clause: 'ESL-3', words: 'draft an incident' },
} as const satisfies Record<string, Grant>;

/** AU-4. */
const leadActions = {
  'config.write': { from: 'lead', clause: 'AU-4', words: 'change configuration' },
  'sla.override': { from: 'lead', clause: 'AU-4', words: 'override an SLA target' },
  'priority.override': { from: 'lead', clause: 'LD-2', words: 'override a priority' },
  'exception.authorize': { from: 'lead', clause: 'AU-4', words: 'authorize an exception' },
  'vendor.contact': { from: 'lead', clause: 'ESL-4', words: 'contact a vendor' },
  'team.coordinate': { from: 'lead', clause: 'ESL-4', words: 'coordinate with another team' },
  'breach.intervene': { from: 'lead', clause: 'AU-4', words: 'intervene in an SLA breach' },
  'promise.resolutionTime': { from: 'lead', clause: 'T1-4', words: 'promise a resolution time' },
  'escalation.acceptAsLead': { from: 'lead', clause: 'LD-1', words: 'accept a ticket escalated to the lead' },
  'escalation.toManager': { from: 'lead', clause: 'LD-4', words: 'escalate to the Operations Manager' },
  'ticket.checkIn': { from: 'lead', clause: 'LD-4', words: 'check in on a monitored ticket' },
  'security.read': { from: 'lead', clause: 'SEC-2', words: 'read the details of a security ticket' },
  'security.act': { from: 'lead', clause: 'SEC-2', words: 'work on a security ticket' },
  'security.handOver': { from: 'lead', clause: 'SEC-3', words: 'hand a security matter over' },
  'shift.plan': { from: 'lead', clause: 'CK-3', words: 'plan the shifts' },
  'handoff.prepareLead': { from: 'lead', clause: 'HO-6', words: 'prepare a lead’s handoff record' },
  'handoff.acknowledgeLead': { from: 'lead', clause: 'HO-6', words: 'acknowledge a lead’s handoff record' },
  'checklist.completeLead': { from: 'lead', clause: 'CK-3', words: 'complete a lead’s checklist' },
  'incident.update': { from: 'lead', clause: 'AU-4', words: 'post an update on an incident' },
  'incident.review': { from: 'lead', clause: 'ESL-3', words: 'review an incident draft' },
  'authorization.grant': { from: 'lead', clause: 'AU-6', words: 'grant or decline a one-off authorization' },
  'p1.update': { from: 'lead', clause: 'LD-3', words: 'send an update under the P1 Communication Protocol' },
  'document.confirm': { from: 'lead', clause: 'DOC-2', words: 'confirm that a document is current' },
  'exceptions.review': { from: 'lead', clause: 'EX-4', words: 'review the Exception Register' },
} as const satisfies Record<string, Grant>;

/** AU-5. */
const managerActions = {
  'policy.deviate': { from: 'manager', clause: 'AU-5', words: 'authorize a deviation from policy' },
  'incident.declare': { from: 'manager', clause: 'AU-5', words: 'declare an incident' },
  'incident.dismiss': { from: 'manager', clause: 'AU-5', words: 'dismiss an incident draft' },
  'incident.close': { from: 'manager', clause: 'AU-5', words: 'close an incident' },
  'escalation.acceptAsManager': {
    from: 'manager',
    clause: 'LD-4',
    words: 'accept a ticket escalated to the manager',
  },
  'escalation.executive': { from: 'manager', clause: 'AU-5', words: 'escalate to the executives' },
  'desk.setup': { from: 'manager', clause: 'AU-5', words: 'set up the desk' },
  'roster.change': { from: 'manager', clause: 'AU-1', words: 'change the roster' },
} as const satisfies Record<string, Grant>;

/** AU-1 to AU-7: who may do what, as data. Where a row belongs is decided by the lowest role that may. */
export const actions = { ...tier1Actions, ...tier2Actions, ...leadActions, ...managerActions };

export type Action = keyof typeof actions;

/** The ids in the order of the table: tier 1 first. */
export const actionIds = Object.keys(actions) as Action[];

export function isAction(text: string): text is Action {
  return Object.hasOwn(actions, text);
}
