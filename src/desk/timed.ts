import type { Desk } from './desk.ts';

/** Takes down how long a use case takes, whatever becomes of it; it may learn its name on the way. */
export async function timed<Outcome>(
  { meter }: Desk,
  name: () => string,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const began = performance.now();
  try {
    return await work();
  } finally {
    meter.useCase(name(), performance.now() - began);
  }
}
