import type { Action } from '../../actions.ts';

const notOfOneTicket = 'it concerns the whole desk, and an authorization is good for one ticket only';
const powerToSayYes = 'nobody passes on the power to say yes';
const ownershipFollows =
  'whoever accepts an escalation works at that tier from then on, which is more than one action';

/** AU-6: what no one-off authorization lets through, and why; the sentence follows "because". */
export const neverGranted: Partial<Readonly<Record<Action, string>>> = {
  'security.read': 'a security matter is for leads and managers alone (SEC-2)',
  'security.act': 'a security matter is for leads and managers alone (SEC-2)',
  'security.handOver': 'a security matter is for leads and managers alone (SEC-2)',
  'authorization.grant': powerToSayYes,
  'exception.authorize': powerToSayYes,
  'policy.deviate': powerToSayYes,
  'fix.confirmExtended': 'the second pair of eyes has to be of Tier 2 Support or above (T2-7)',
  'escalation.accept': ownershipFollows,
  'escalation.acceptAsLead': ownershipFollows,
  'escalation.acceptAsManager': ownershipFollows,
  'escalation.toManager': 'an escalation climbs the chain one tier at a time (AU-1)',
  'escalation.executive': 'only the Operations Manager speaks to the executives (AU-5)',
  'ticket.checkIn': 'the watch over a ticket is the lead’s own (LD-4)',
  'incident.draft': 'an incident concerns more tickets than this one',
  'incident.update': 'an incident concerns more tickets than this one',
  'incident.review': 'an incident concerns more tickets than this one',
  'incident.declare': 'an incident concerns more tickets than this one',
  'incident.dismiss': 'an incident concerns more tickets than this one',
  'incident.close': 'an incident concerns more tickets than this one',
  'desk.setup': notOfOneTicket,
  'roster.change': notOfOneTicket,
  'shift.plan': notOfOneTicket,
  'handoff.prepareLead': notOfOneTicket,
  'handoff.acknowledgeLead': notOfOneTicket,
  'checklist.completeLead': notOfOneTicket,
  'document.confirm': notOfOneTicket,
  'exceptions.review': notOfOneTicket,
};
