export type Step = { name: string; run: () => Promise<void> };

export type ScriptResult = { ok: true } | { ok: false; step: string; error: unknown };

/**
 * Runs the steps in order, writing each one's name before it starts and letting its effects `settle` after it, and stops at the first that fails. Steps
 * raise their own failures; nothing is thrown from here.
 */
export const runScript = async (
  steps: readonly Step[],
  write: (line: string) => void,
  settle: () => Promise<void>,
): Promise<ScriptResult> => {
  for (const [index, step] of steps.entries()) {
    write('');
    write(`── ${index + 1}/${steps.length}  ${step.name}`);
    try {
      await step.run();
      await settle();
    } catch (error) {
      write(`✗ ${step.name}: ${error instanceof Error ? error.message : String(error)}`);
      return { ok: false, step: step.name, error };
    }
  }
  return { ok: true };
};
