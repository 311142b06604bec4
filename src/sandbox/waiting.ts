import type { Core } from './core.ts';

/**
 * Waits until `look` finds something, looking again after every change of the workspace. Undefined after
 * `withinMs` of real time.
 */
export const until = <T>(core: Core, withinMs: number, look: () => T | undefined): Promise<T | undefined> => {
  const found = look();
  if (found !== undefined) return Promise.resolve(found);
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      core.changes.off('change', again);
    };
    const finish = (value: T | undefined) => {
      stop();
      resolve(value);
    };
    const again = () => {
      try {
        const value = look();
        if (value !== undefined) finish(value);
      } catch (error) {
        stop();
        reject(error);
      }
    };
    const timer = setTimeout(() => finish(look()), withinMs);
    core.changes.on('change', again);
  });
};
