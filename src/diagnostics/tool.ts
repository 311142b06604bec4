import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { postSigned, type SignedEndpoint } from '../customer/signed-post.ts';
import { type Instant, instant } from '../sop/instant.ts';
import type { DiagnosticLinks } from '../sop/ticket/events.ts';

/** Where diagnostic packages are put together, and the key that requests are signed with. */
export type DiagnosticsTool = SignedEndpoint;

export type DiagnosticsAnswer =
  | { kind: 'pulled'; generatedAt: Instant; links: DiagnosticLinks }
  | { kind: 'retry'; error: string }
  /** The tool will never deliver it. */
  | { kind: 'refused'; error: string };

/** T2-4: what the package is made of; `sessionLogs` in ms. */
function diagnosticParts(sessionLogs: number): readonly string[] {
  const hours = sessionLogs / 3_600_000;
  return [`session logs ${hours} h`, 'error log', 'configuration snapshot', 'change history'];
}

const maxBytes = 64 * 1024;
const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .regex(/^[^\s<>"]*$/);
const packageSchema = z.object({
  generatedAt: z.iso.datetime({ offset: true }),
  links: z
    .array(z.object({ part: z.string().trim().min(1).max(100), url: webAddress }))
    .min(1)
    .max(20),
});

/** Asks the tool for the package of one account. An answer that is not a package is final. */
export async function pullPackage(
  tool: DiagnosticsTool,
  clock: Clock,
  key: string,
  about: { account: string; ticket: number; sessionLogs: number },
): Promise<DiagnosticsAnswer> {
  const content = {
    account: about.account,
    ticket: `T-${about.ticket}`,
    package: diagnosticParts(about.sessionLogs),
  };
  const answer = await postSigned(tool, clock, key, content, maxBytes);
  if (answer.kind !== 'answered') return answer;
  const pulled = packageSchema.safeParse(parseJson(answer.text));
  if (!pulled.success) return { kind: 'refused', error: 'the answer is not a diagnostic package' };
  const { generatedAt, links } = pulled.data;
  return { kind: 'pulled', generatedAt: instant(Date.parse(generatedAt)), links };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
