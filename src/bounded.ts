/** The outcome of `work`, or `otherwise` when it has not come within `ms`; the work itself goes on. */
export async function within<Outcome, Otherwise>(
  ms: number,
  work: Promise<Outcome>,
  otherwise: Otherwise,
): Promise<Outcome | Otherwise> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Otherwise>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
