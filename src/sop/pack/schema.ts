import { z } from 'zod';
import { duration } from './duration.ts';

/** The categories of T1-3 and the priorities, highest first. Their words are the pack's; the codes are fixed. */
export const categoryCodes = ['AUTH', 'PERF', 'DATA', 'INTG', 'UI', 'BILLING', 'OTHER'] as const;
export const priorityCodes = ['P1', 'P2', 'P3', 'P4'] as const;
export type CategoryCode = (typeof categoryCodes)[number];
export type PriorityCode = (typeof priorityCodes)[number];

const category = z.enum(categoryCodes);
const priority = z.enum(priorityCodes);
const code = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'use lower-case letters, digits and hyphens')
  .max(60);
const text = z.string().trim().min(1);
/** A line short enough for a Slack option (75 characters). */
const shortText = text.max(75);
/** A paragraph that several of fit into one Slack form. */
const paragraph = text.max(500);
const perPriority = <T extends z.ZodType>(of: T) => z.strictObject({ P1: of, P2: of, P3: of, P4: of });

const timeZone = z.string().refine(isTimeZone, 'not an IANA time zone');
const window = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]|24):[0-5]\d$/, 'write a window as 09:00-12:30')
  .refine(
    (value) => value.slice(0, 5) < value.slice(6) && value.slice(6) <= '24:00',
    'a window ends after it starts',
  );
const day = z.iso.date();

const calendar = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('always') }),
  z.strictObject({
    kind: z.literal('weekly'),
    timeZone,
    /** Working windows of each weekday, local time; a day that is absent is not worked. */
    week: z.strictObject({
      monday: z.array(window).optional(),
      tuesday: z.array(window).optional(),
      wednesday: z.array(window).optional(),
      thursday: z.array(window).optional(),
      friday: z.array(window).optional(),
      saturday: z.array(window).optional(),
      sunday: z.array(window).optional(),
    }),
    holidays: z.array(day),
  }),
]);

const verificationStep = z.strictObject({ id: code, words: shortText });

const standardFix = z.strictObject({
  id: z.string().regex(/^SF-([1-9]|1[0-2])$/),
  title: shortText,
  symptoms: z.array(code).min(1),
  steps: z.array(paragraph).min(1).max(20),
  warnings: z.array(paragraph).max(10),
  verification: z.array(verificationStep).min(1).max(10),
  /** What can't be undone (T1-7); absent for a fix that can be. */
  irreversible: paragraph.optional(),
  /** True for a made-up example: a desk puts its own in its place. */
  sample: z.boolean().optional(),
});

const extendedFix = z.strictObject({
  id: z.string().regex(/^EF-[1-8]$/),
  title: shortText,
  rootCauses: z.array(code).min(1),
  steps: z.array(paragraph).min(1).max(20),
  warnings: z.array(paragraph).max(10),
  verification: z.array(verificationStep).min(1).max(10),
  /** What can't be undone (T2-7): such a fix waits for a second agent. */
  irreversible: paragraph.optional(),
  /** True for a made-up example: a desk puts its own in its place. */
  sample: z.boolean().optional(),
});

/** What Handrail can see for itself on a checklist (CK-4). */
const checklistSights = [
  'received',
  'nearBreach',
  'playbook',
  'matrix',
  'nothingNew',
  'notesCurrent',
  'recordComplete',
  'briefed',
  'acknowledged',
  'positions',
  'overrides',
  'incidents',
  'manager',
] as const;
export type ChecklistSight = (typeof checklistSights)[number];

const checklist = z
  .array(z.strictObject({ id: code, words: text.max(150), sees: z.enum(checklistSights).optional() }))
  .min(1)
  .max(20);

/** Shape of an SOP pack: everything of the procedure that is a number, a list or a text. */
export const packSchema = z.strictObject({
  version: text.max(40),
  name: shortText,
  /** Where times are shown when a person has no zone of their own. */
  timeZone,
  calendars: z.record(code, calendar),
  matrix: z.strictObject({
    /** Version of REF-OPS-002 that classifications are made under. */
    version: text.max(40),
    categories: z
      .array(
        z.strictObject({
          code: category,
          /** As a customer would say it: "signing in and access". */
          words: shortText,
          symptoms: z
            .array(z.strictObject({ code, words: shortText }))
            .min(1)
            .max(100),
        }),
      )
      .length(categoryCodes.length),
    priorities: perPriority(z.strictObject({ name: shortText, words: shortText })),
    /** Taken for a ticket that nobody classified and whose reporter named no priority. */
    assumedPriority: priority,
  }),
  /**
   * Working-time targets (T1-4, ESL-1). `…AtRisk`: how much is left when it is at risk. `unassigned`: how long a ticket
   * may wait in the queue before the leads are told, in working time too, from when it reached the desk (T1-1).
   */
  targets: perPriority(
    z.strictObject({
      calendar: code,
      unassigned: duration,
      response: duration,
      responseAtRisk: duration,
      tier2Response: duration,
      tier2ResponseAtRisk: duration,
      resolution: duration,
      resolutionAtRisk: duration,
    }),
  ),
  clocks: z.strictObject({
    /** `receipt`: when an agent takes it (T1-1); `arrival`: when it reaches the queue. */
    responseStartsAt: z.enum(['receipt', 'arrival']),
    /** The resolution clock of a reopened ticket: `restart` from then, or `continue` from the first receipt. */
    reopening: z.enum(['restart', 'continue']),
  }),
  limits: z.strictObject({
    /** An offered transfer or a message to be sent by hand is reminded of after this long. */
    reminder: duration,
    /** T1-7: how old the statement that no transaction is active may be. */
    noTransactionStatement: duration,
    /** T2-4: how far back the session logs of a diagnostic package reach. */
    sessionLogs: duration,
    /** T2-7: how long a second agent has. */
    secondAgent: duration,
    /** ESC-1: active work before escalation, and how long before it the warning comes. */
    activeWork: duration,
    activeWorkWarning: duration,
    /** T2-1: how long the receiving tier has to accept an escalation before a reminder, and again before the next tier. */
    acceptance: duration,
    /** T2-2: how long after an escalation a verbal handoff is prompted. */
    verbalHandoff: duration,
    /** AU-6: how long a request for a one-off authorization stands, and a granted one is good. */
    authorization: duration,
    /** LD-3, PCD00011: how often an update is owed. */
    p1Update: duration,
    /** How long before it falls due it is asked for. */
    p1UpdateWarning: duration,
    /** LD-4: how often the lead looks in. */
    leadCheck: duration,
    /** EX-3: how long after a deviation its entry is due, where no end of a shift says so, and how long before that its author is reminded. */
    exceptionDue: duration,
    exceptionReminder: duration,
    /** DOC-2: how long a document counts as current once that was confirmed. */
    documentCurrency: duration,
    /** How long after closing a ticket can be reopened. */
    reopening: duration,
  }),
  /** HO, CK: what a shift takes at its ends. */
  shifts: z.strictObject({
    /** HO-1: how long before its end the handoff is prepared, and no new ticket is taken. */
    preparation: duration,
    /** How long before its beginning a person can come on. */
    earliestOn: duration,
    /** CK-4: how long after a boundary somebody who is missing, or a list that is unfinished, is shown to the lead. */
    grace: duration,
    /** HO-3: how long a record waits to be delivered or acknowledged before both are reminded, and again before the lead. */
    reminder: duration,
    /** HO-5: the first minutes of a shift, and how little is left on a clock that comes first then. */
    firstMinutes: duration,
    nearBreach: duration,
    /** EX-3: how long after a shift its exceptions are to be written; they are reminded of at its end. */
    exceptionDue: duration,
  }),
  /** CK-1 to CK-3: what is gone through at a boundary; so few that a list is one message. */
  checklists: z.strictObject({ agentStart: checklist, agentEnd: checklist, lead: checklist }),
  /** ESC-6: so many identical issues within so long. */
  pattern: z.strictObject({ issues: z.int().min(2).max(100), within: duration }),
  /** LD-2: the documented Priority Adjustment Criteria, and in which direction each counts. */
  priorityCriteria: z
    .array(z.strictObject({ code, words: shortText, direction: z.enum(['up', 'down']) }))
    .min(2)
    .max(100),
  playbook: z.strictObject({
    standardFixes: z.array(standardFix).length(12),
    extendedFixes: z.array(extendedFix).length(8),
    rootCauses: z
      .array(z.strictObject({ code, words: shortText }))
      .min(1)
      .max(100),
    /** REF-OPS-008: the decision points of each category, in order. */
    pathways: z.array(
      z.strictObject({
        category,
        /** At most a hundred, as one select of Slack's holds. */
        points: z
          .array(z.strictObject({ id: code, question: text.max(300) }))
          .min(1)
          .max(100),
      }),
    ),
  }),
  templates: z.strictObject({
    /**
     * T1-4. Placeholders: {ticket} {category} {priority} {response} {title}; {response} stands for a span of
     * time, as "15 minutes" or "4 working hours". Put {title} in double quotation marks: it is the customer's.
     */
    acknowledgement: perPriority(text.max(3000)),
    /** T2-3. The same placeholders. */
    tier2Acknowledgement: perPriority(text.max(3000)),
  }),
  /** T1-9, T1-10. So many that the report on them is one message. */
  resolutionCodes: z
    .array(z.strictObject({ code, words: shortText, tier: z.enum(['tier1', 'tier2']) }))
    .min(1)
    .max(50),
  /** T2-8: what may be recommended when a ticket closes at tier 2. At most ten, as Slack shows them. */
  followUps: z
    .array(z.strictObject({ code, words: shortText }))
    .min(1)
    .max(10),
  /** SC-2: what is not worked here, and the document that governs it. */
  outOfScope: z
    .array(z.strictObject({ code, words: shortText, document: text }))
    .min(1)
    .max(100),
  /** DOC-1, DOC-2. */
  documents: z
    .array(
      z.strictObject({
        id: text.max(20),
        title: shortText,
        relationship: text,
        owner: shortText,
        version: text,
        lastConfirmed: day,
      }),
    )
    .min(1),
});

/** A pack as it is written, durations in ISO 8601; and as it is read, durations in milliseconds. */
export type PackInput = z.input<typeof packSchema>;
export type Pack = z.output<typeof packSchema>;
export type CalendarSpec = z.output<typeof calendar>;
export type StandardFix = z.output<typeof standardFix>;
export type ExtendedFix = z.output<typeof extendedFix>;

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
